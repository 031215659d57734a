import { ReadableStream, type ReadableStreamDefaultController } from 'node:stream/web'

/** Values that may wait for their reader before the source is to pause: a tenth of a second of the canary, at 700 events a second. */
const pauseAt = 64
/** So few that it may go on. They last 20 milliseconds of the canary; to tell its engine took 0.14 at most in 99 of 100 (2 cores). */
const resumeAt = 16

/** What a stream asks of its source. */
export type StreamSource = {
  /** Its reader is behind. */
  onPause?: () => void
  /** Its reader has caught up. */
  onResume?: () => void
  /** Its reader left. */
  onLeave?: () => void
}

/** A stream that is pushed to, and tells its source to pause while its reader is behind. After its end, pushes are dropped. */
export class BufferedStream<Value> implements AsyncIterable<Value> {
  readonly #source: StreamSource
  readonly #stream: ReadableStream<Value>
  #controller: ReadableStreamDefaultController<Value> | undefined
  #paused = false

  constructor(source: StreamSource = {}) {
    this.#source = source
    this.#stream = new ReadableStream<Value>(
      {
        start: (controller) => {
          this.#controller = controller
        },
        pull: (controller) => {
          if (this.#paused && unreadOf(controller) <= resumeAt) this.#resume()
        },
        cancel: () => {
          this.#end()
          source.onLeave?.()
        },
      },
      { highWaterMark: pauseAt },
    )
  }

  /** Whether the reader is behind. */
  get paused(): boolean {
    return this.#paused
  }

  push(value: Value): void {
    if (!this.#controller) return
    this.#controller.enqueue(value)
    if (this.#paused || unreadOf(this.#controller) < pauseAt) return
    this.#paused = true
    this.#source.onPause?.()
  }

  /** Ends the stream behind what was pushed. */
  close(): void {
    this.#end()?.close()
  }

  /** Ends the stream now. */
  fail(error: unknown): void {
    this.#end()?.error(error)
  }

  [Symbol.asyncIterator](): AsyncIterator<Value> {
    return this.#stream.values()
  }

  #resume(): void {
    this.#paused = false
    this.#source.onResume?.()
  }

  #end(): ReadableStreamDefaultController<Value> | undefined {
    const controller = this.#controller
    this.#controller = undefined
    this.#paused = false
    return controller
  }
}

const unreadOf = (controller: ReadableStreamDefaultController<unknown>) => pauseAt - (controller.desiredSize ?? pauseAt)
