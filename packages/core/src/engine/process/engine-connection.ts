import type { ChildProcess } from 'node:child_process'
import { RouterError, routerError } from '../../errors.ts'
import { BufferedStream } from '../buffered-stream.ts'
import type { StepReport } from '../steps/prefill-budget.ts'
import type { FromEngine, RequestNews, ToEngine } from './engine-messages.ts'
import { type CallKind, HangDetector } from './hang-detector.ts'

/** A message that asks for something, before it has its number. */
export type EngineRequest = Unnumbered<Exclude<ToEngine, { type: 'start' | 'cancel' | 'pause' | 'resume' }>>
type Unnumbered<Message> = Message extends unknown ? Omit<Message, 'id'> : never

type Call = {
  answers: BufferedStream<unknown>
  kind: CallKind
  cancelled: boolean
  settle: () => void
}

const stepping: readonly EngineRequest['type'][] = ['chat', 'choose-label', 'embed']
const kindOf = ({ type }: EngineRequest): CallKind => (stepping.includes(type) ? 'steps' : 'vocabulary')

/** What a connection is told, and whom it tells. */
export type EngineConnectionOptions = {
  model: string
  /** What the process wrote to stderr last, once all of it was read. */
  stderrTail: () => Promise<string>
  /** An engine that has work and shows no progress for so long is ended; more while its steps are longer. */
  noProgressMs: number
  onStep: (report: StepReport) => void
}

/** A process that not even SIGKILL ends within this time waits for its disk; nobody should wait with it. */
const lastWaitMs = 5_000

/** The parent's end of the pipe to one engine process: numbers requests, sorts their news, and tells how it died. */
export class EngineConnection {
  /** Resolves when the process is gone, with the error its requests got. */
  readonly died: Promise<RouterError>
  readonly #child: ChildProcess
  readonly #model: string
  readonly #onStep: (report: StepReport) => void
  readonly #hangs: HangDetector
  readonly #calls = new Map<number, Call>()
  #lastId = 0
  #closing = false
  #hungMs: number | undefined
  #death: RouterError | undefined

  constructor(child: ChildProcess, { model, stderrTail, noProgressMs, onStep }: EngineConnectionOptions) {
    this.#child = child
    this.#model = model
    this.#onStep = onStep
    this.#hangs = new HangDetector(noProgressMs, (silentMs) => {
      this.#hungMs = silentMs
      child.kill('SIGKILL')
    })
    this.died = new Promise((resolve) => {
      const onExit = async (how: string) => {
        this.#hangs.rest()
        resolve(this.#onExit([how, await stderrTail()].filter(Boolean).join(' ')))
      }
      child.once('exit', (code, signal) => onExit(this.#describeEnd(code, signal)))
      child.once('error', (error) => onExit(`Its process could not be started (${(error as NodeJS.ErrnoException).code}).`))
    })
    child.on('message', (message: FromEngine) => this.#receive(message))
  }

  /** Whether the process was ended by the watchdog or by somebody else, and not by what it did itself. */
  get endedFromOutside(): boolean {
    return this.#hungMs !== undefined || this.#child.signalCode === 'SIGKILL' || this.#child.signalCode === 'SIGTERM'
  }

  /** Watches the load, which has its own limit; it ends with the engine's `ready` or `load-failed`. */
  watchLoad(limitMs: number): void {
    this.#hangs.watchLoad(limitMs)
  }

  /**
   * Sends a request and yields what comes back; while that is not read, the engine pauses. Whoever leaves early waits until the engine
   * has let go of it.
   */
  async *request(message: EngineRequest, signal: AbortSignal | undefined): AsyncGenerator<unknown, void> {
    if (signal?.aborted) throw routerError('request_cancelled', {})
    if (this.#death) throw this.#death
    const id = ++this.#lastId
    const settled = Promise.withResolvers<void>()
    const tell = (type: 'pause' | 'resume') => () => {
      this.#send({ type, id })
      this.#watch()
    }
    const answers = new BufferedStream<unknown>({ onPause: tell('pause'), onResume: tell('resume') })
    const call = { answers, kind: kindOf(message), cancelled: false, settle: settled.resolve }
    const cancel = () => {
      call.cancelled = true
      this.#send({ type: 'cancel', id })
      this.#watch()
    }
    signal?.addEventListener('abort', cancel, { once: true })
    this.#calls.set(id, call)
    this.#send({ ...message, id } as ToEngine)
    this.#watch()
    try {
      for await (const answer of answers) {
        // What arrived before the cancel is not passed on after it.
        if (signal?.aborted) throw routerError('request_cancelled', {})
        yield answer
      }
    } finally {
      signal?.removeEventListener('abort', cancel)
      if (this.#calls.has(id)) cancel()
      await settled.promise
    }
  }

  /** Ends the process, which holds nothing that would be lost. Never takes longer than a few seconds. */
  async close(): Promise<void> {
    this.#closing = true
    this.#child.kill('SIGKILL')
    const { promise: waited, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, lastWaitMs)
    await Promise.race([this.died, waited])
    clearTimeout(timer)
  }

  #send(message: ToEngine): void {
    // A process that just died is told by its exit, not by the failed write.
    if (this.#child.connected) this.#child.send(message, () => {})
  }

  #receive(message: FromEngine): void {
    if (message.type !== 'news') {
      this.#hangs.progress('steps')
      if (message.type !== 'progress') this.#hangs.rest()
      return
    }
    for (const step of message.steps) {
      this.#hangs.stepped(step.durationMs)
      this.#onStep(step)
    }
    for (const news of message.news) this.#deliver(news)
    this.#watch()
  }

  #deliver(news: RequestNews): void {
    const call = this.#calls.get(news.id)
    if (!call) return
    this.#hangs.progress(call.kind)
    switch (news.type) {
      case 'event':
        call.answers.push(news.event)
        break
      case 'result':
        call.answers.push(news.value)
        break
      case 'done':
        call.answers.close()
        this.#settle(news.id, call)
        break
      case 'error':
        call.answers.fail(new RouterError(news.error.code, news.error.details))
        this.#settle(news.id, call)
        break
    }
  }

  #settle(id: number, call: Call): void {
    this.#calls.delete(id)
    call.settle()
  }

  // An engine that waits for all its readers has nothing to do.
  #watch(): void {
    const underWay = [...this.#calls.values()].filter(({ answers, cancelled }) => cancelled || !answers.paused)
    this.#hangs.watch(new Set(underWay.map(({ kind }) => kind)))
  }

  #describeEnd(code: number | null, signal: NodeJS.Signals | null): string {
    if (this.#hungMs !== undefined) return `It made no progress for ${Math.round(this.#hungMs / 1_000)} seconds, so its process was ended.`
    if (signal === 'SIGKILL') return 'Its process was ended by SIGKILL, as the system does when memory runs out.'
    return signal ? `Its process was ended by ${signal}.` : `Its process exited with code ${code}.`
  }

  #onExit(reason: string): RouterError {
    const death = this.#closing ? routerError('shutting_down', {}) : routerError('engine_crashed', { model: this.#model, reason })
    this.#death = death
    for (const [id, call] of this.#calls) {
      call.answers.fail(death)
      this.#settle(id, call)
    }
    return death
  }
}
