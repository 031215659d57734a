import type { FromEngine, RequestNews } from '../process/engine-messages.ts'
import type { StepReport } from '../steps/prefill-budget.ts'

/** Collects what an engine process has to tell, so that a step of all slots is one message and wakes the parent once. */
export class Outbox {
  readonly #send: (message: FromEngine) => void
  #news: RequestNews[] = []
  #steps: StepReport[] = []
  #flushing = false

  constructor(send: (message: FromEngine) => void) {
    this.#send = send
  }

  /** Takes news. While `stepping`, what belongs to a stream waits for the end of the step; results and errors never wait. */
  post(news: RequestNews, stepping: boolean): void {
    this.#news.push(news)
    const waits = stepping && (news.type === 'event' || news.type === 'done')
    if (!waits) this.#flushSoon()
  }

  /** Takes the report of a step that just ended. */
  stepped(report: StepReport): void {
    this.#steps.push(report)
    this.#flushSoon()
  }

  #flushSoon(): void {
    if (this.#flushing) return
    this.#flushing = true
    // Two turns: the news of a step reach us in the first, in which the next step starts too, and the message is written while
    // that one is computed.
    setImmediate(() => setImmediate(() => this.#flush()))
  }

  #flush(): void {
    this.#flushing = false
    const [news, steps] = [this.#news, this.#steps]
    this.#news = []
    this.#steps = []
    this.#send({ type: 'news', news, steps })
  }
}
