/** Waits for the first item, so that a failure before it is thrown here and not while the rest is read. */
export async function pullFirst<Item>(source: AsyncIterable<Item>): Promise<AsyncIterable<Item>> {
  const iterator = source[Symbol.asyncIterator]()
  const first = await iterator.next()
  return replay(first, iterator)
}

async function* replay<Item>(first: IteratorResult<Item>, iterator: AsyncIterator<Item>): AsyncGenerator<Item> {
  try {
    for (let result = first; !result.done; result = await iterator.next()) yield result.value
  } finally {
    await iterator.return?.()
  }
}
