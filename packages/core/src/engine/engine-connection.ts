import type { ChildProcess } from 'node:child_process'
import { ReadableStream } from 'node:stream/web'
import { RouterError, routerError } from '../errors.ts'
import type { FromEngine, RequestNews, ToEngine } from './engine-messages.ts'
import type { StepReport } from './step-pace.ts'
import { Watchdog } from './watchdog.ts'

/** A message that asks for something, before it has its number. */
export type EngineRequest = Unnumbered<Exclude<ToEngine, { type: 'start' | 'cancel' }>>
type Unnumbered<Message> = Message extends unknown ? Omit<Message, 'id'> : never

type Call = { controller: ReadableStreamDefaultController<unknown>; settle: () => void }

/** What a connection is told, and whom it tells. */
export type EngineConnectionOptions = {
  model: string
  /** What the process wrote to stderr last, once all of it was read. */
  lastWords: () => Promise<string>
  /** An engine that has work and shows no progress for so long is ended; more while its steps are longer. */
  noProgressMs: number
  onStep: (report: StepReport) => void
}

/** An engine is hung when nothing happens for the time of so many of its longest steps. */
const hangSteps = 10
/** A process that not even SIGKILL ends within this time waits for its disk; nobody should wait with it. */
const lastWaitMs = 5_000

/** The parent's end of the pipe to one engine process: numbers requests, sorts their news, and tells how it died. */
export class EngineConnection {
  /** Resolves when the process is gone, with the error its requests got. */
  readonly died: Promise<RouterError>
  readonly #child: ChildProcess
  readonly #model: string
  readonly #onStep: (report: StepReport) => void
  readonly #watchdog: Watchdog
  readonly #calls = new Map<number, Call>()
  #lastId = 0
  #noProgressMs: number
  #closing = false
  #hungMs: number | undefined
  #death: RouterError | undefined

  constructor(child: ChildProcess, { model, lastWords, noProgressMs, onStep }: EngineConnectionOptions) {
    this.#child = child
    this.#model = model
    this.#onStep = onStep
    this.#noProgressMs = noProgressMs
    this.#watchdog = new Watchdog((silentMs) => {
      this.#hungMs = silentMs
      child.kill('SIGKILL')
    })
    this.died = new Promise((resolve) => {
      const bury = async (how: string) => {
        this.#watchdog.rest()
        resolve(this.#bury([how, await lastWords()].filter(Boolean).join(' ')))
      }
      child.once('exit', (code, signal) => bury(this.#describeEnd(code, signal)))
      child.once('error', (error) => bury(`Its process could not be started (${(error as NodeJS.ErrnoException).code}).`))
    })
    child.on('message', (message: FromEngine) => this.#receive(message))
  }

  /** Whether the process was ended by the watchdog or by somebody else, and not by what it did itself. */
  get endedFromOutside(): boolean {
    return this.#hungMs !== undefined || this.#child.signalCode === 'SIGKILL' || this.#child.signalCode === 'SIGTERM'
  }

  /** Watches the load, which has its own limit; it ends with the engine's `ready` or `load-failed`. */
  watchLoad(limitMs: number): void {
    this.#watchdog.watch(limitMs)
  }

  /** Sends a request and yields what comes back. Whoever leaves early waits until the engine has let go of it. */
  async *request(message: EngineRequest, signal: AbortSignal | undefined): AsyncGenerator<unknown, void> {
    if (signal?.aborted) throw routerError('request_cancelled', {})
    if (this.#death) throw this.#death
    const id = ++this.#lastId
    const settled = Promise.withResolvers<void>()
    const answers = new ReadableStream<unknown>({
      start: (controller) => void this.#calls.set(id, { controller, settle: settled.resolve }),
    })
    const cancel = () => this.#send({ type: 'cancel', id })
    signal?.addEventListener('abort', cancel, { once: true })
    this.#send({ ...message, id } as ToEngine)
    this.#watchdog.watch(this.#noProgressMs)
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
    this.#watchdog.progress()
    if (message.type === 'ready' || message.type === 'load-failed') this.#watchdog.rest()
    if (message.type !== 'news') return
    for (const step of message.steps) {
      this.#noProgressMs = Math.max(this.#noProgressMs, hangSteps * step.durationMs)
      this.#onStep(step)
    }
    for (const news of message.news) this.#deliver(news)
    if (this.#calls.size > 0) this.#watchdog.watch(this.#noProgressMs)
  }

  #deliver(news: RequestNews): void {
    const call = this.#calls.get(news.id)
    if (!call) return
    switch (news.type) {
      case 'event':
        enqueue(call, news.event)
        break
      case 'result':
        enqueue(call, news.value)
        break
      case 'done':
        this.#settle(news.id, call, () => call.controller.close())
        break
      case 'error':
        this.#settle(news.id, call, () => call.controller.error(new RouterError(news.error.code, news.error.details)))
        break
    }
  }

  #settle(id: number, call: Call, end: () => void): void {
    this.#calls.delete(id)
    // The consumer may have left: then the stream is closed already.
    attempt(end)
    call.settle()
    if (this.#calls.size === 0) this.#watchdog.rest()
  }

  #describeEnd(code: number | null, signal: NodeJS.Signals | null): string {
    if (this.#hungMs !== undefined) return `It made no progress for ${Math.round(this.#hungMs / 1_000)} seconds, so its process was ended.`
    if (signal === 'SIGKILL') return 'Its process was ended by SIGKILL, as the system does when memory runs out.'
    return signal ? `Its process was ended by ${signal}.` : `Its process exited with code ${code}.`
  }

  #bury(reason: string): RouterError {
    const death = this.#closing ? routerError('shutting_down', {}) : routerError('engine_crashed', { model: this.#model, reason })
    this.#death = death
    for (const [id, call] of this.#calls) this.#settle(id, call, () => call.controller.error(death))
    return death
  }
}

const enqueue = (call: Call, value: unknown) => attempt(() => call.controller.enqueue(value))

// A stream whose consumer left is closed, and a closed stream throws a TypeError when it is written to.
function attempt(action: () => void): void {
  try {
    action()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
  }
}
