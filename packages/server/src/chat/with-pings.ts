import type { ErrorBody } from '@honestai/core'

/** How long a stream may say nothing, so that no proxy or client takes it for dead while a long prompt is read. */
export const pingIntervalMs = 10_000

/** Passes frames on, and a ping whenever none came for so long; one at once when the first is not there yet, since that was waited for already. */
export async function* withPings(frames: AsyncIterable<string>, ping: string, intervalMs = pingIntervalMs): AsyncGenerator<string> {
  const iterator = frames[Symbol.asyncIterator]()
  let wake = () => {}
  const first = setTimeout(() => wake(), 0)
  // One timer for all the others: it is cheaper to set back than to make.
  const timer = setTimeout(() => wake(), intervalMs)
  try {
    for (let next = iterator.next(); ; ) {
      timer.refresh()
      const result = await new Promise<IteratorResult<string> | undefined>((resolve, reject) => {
        wake = () => resolve(undefined)
        next.then(resolve, reject)
      })
      clearTimeout(first)
      if (result?.done) return
      yield result?.value ?? ping
      if (result) next = iterator.next()
    }
  } finally {
    clearTimeout(first)
    clearTimeout(timer)
    await iterator.return?.()
  }
}

/** Headers of server-sent events; the last keeps proxies from gathering them. */
export const eventStreamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache',
  'x-accel-buffering': 'no',
}

/**
 * Frames chunks as server-sent events, with `[DONE]` at the end. A failure becomes an `error` event and no `[DONE]` follows:
 * OpenAI's clients then throw instead of taking what came for the whole answer.
 */
export async function* toServerSentEvents(
  chunks: AsyncIterable<object>,
  toErrorBody: (error: unknown) => ErrorBody,
): AsyncGenerator<string> {
  try {
    for await (const chunk of chunks) yield `data: ${JSON.stringify(chunk)}\n\n`
    yield 'data: [DONE]\n\n'
  } catch (error) {
    yield `event: error\ndata: ${JSON.stringify(toErrorBody(error))}\n\n`
  }
}

/** Frames events as server-sent events, each named by the `type` of its data, as the Responses API and Anthropic do. */
export async function* toNamedEvents(events: AsyncIterable<{ type: string }>): AsyncGenerator<string> {
  for await (const event of events) yield `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
}
