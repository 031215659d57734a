import type { ChildProcess } from 'node:child_process'
import { ReadableStream } from 'node:stream/web'
import { RouterError, routerError } from '../errors.ts'
import type { FromEngine, RequestNews, ToEngine } from './engine-messages.ts'

/** A message that asks for something, before it has its number. */
export type EngineRequest = Unnumbered<Exclude<ToEngine, { type: 'start' | 'cancel' }>>
type Unnumbered<Message> = Message extends unknown ? Omit<Message, 'id'> : never

type Call = { controller: ReadableStreamDefaultController<unknown>; settle: () => void }

/** The parent's end of the pipe to one engine process: numbers requests, sorts their news, and tells how it died. */
export class EngineConnection {
  /** Resolves when the process is gone, with the error its requests got. */
  readonly died: Promise<RouterError>
  readonly #child: ChildProcess
  readonly #model: string
  readonly #calls = new Map<number, Call>()
  #lastId = 0
  #closing = false
  #death: RouterError | undefined

  /** `lastWords` gives what the process wrote to stderr last. */
  constructor(child: ChildProcess, model: string, lastWords: () => string) {
    this.#child = child
    this.#model = model
    this.died = new Promise((resolve) => {
      const bury = (how: string) => resolve(this.#bury([how, lastWords()].filter(Boolean).join(' ')))
      child.once('exit', (code, signal) => bury(signal ? `Its process was ended by ${signal}.` : `Its process exited with code ${code}.`))
      child.once('error', (error) => bury(`Its process could not be started (${(error as NodeJS.ErrnoException).code}).`))
    })
    child.on('message', (message: FromEngine) => {
      if (message.type === 'news') for (const news of message.news) this.#deliver(news)
    })
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

  /** Ends the process. It holds nothing that would be lost. */
  async close(): Promise<void> {
    this.#closing = true
    this.#child.kill('SIGKILL')
    await this.died
  }

  #send(message: ToEngine): void {
    // A process that just died is told by its exit, not by the failed write.
    if (this.#child.connected) this.#child.send(message, () => {})
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
