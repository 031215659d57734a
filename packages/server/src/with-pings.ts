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
