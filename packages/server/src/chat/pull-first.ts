/**
 * Waits for the first item, so that a failure before it is thrown here and not while the rest is read. Waits no longer than
 * `patienceMs` where that is given.
 */
export async function pullFirst<Item>(source: AsyncIterable<Item>, patienceMs?: number): Promise<AsyncIterable<Item>> {
  const iterator = source[Symbol.asyncIterator]()
  const first = iterator.next()
  await (patienceMs === undefined ? first : within(first, patienceMs))
  return replay(first, iterator)
}

async function* replay<Item>(first: Promise<IteratorResult<Item>>, iterator: AsyncIterator<Item>): AsyncGenerator<Item> {
  try {
    for (let result = await first; !result.done; result = await iterator.next()) yield result.value
  } finally {
    await iterator.return?.()
  }
}

function within(work: Promise<unknown>, patienceMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, patienceMs)
    work.then(() => resolve(), reject).finally(() => clearTimeout(timer))
  })
}
