import { expect, test } from 'vitest'
import { BufferedStream } from './buffered-stream.ts'

function subject() {
  const asked: string[] = []
  const note = (what: string) => () => void asked.push(what)
  const stream = new BufferedStream<number>({ onPause: note('pause'), onResume: note('resume'), onLeave: note('leave') })
  return { stream, asked }
}

const push = (stream: BufferedStream<number>, count: number) => {
  for (let value = 0; value < count; value++) stream.push(value)
}

const read = async (reader: AsyncIterator<number>, count: number) => {
  for (let value = 0; value < count; value++) await reader.next()
}

test('a source is told once to pause when 64 values are unread, and to go on when 16 are', async () => {
  const { stream, asked } = subject()
  const reader = stream[Symbol.asyncIterator]()
  push(stream, 63)
  expect(asked).toEqual([])
  push(stream, 10)
  expect([asked, stream.paused]).toEqual([['pause'], true])
  await read(reader, 56)
  expect(asked).toEqual(['pause'])
  await read(reader, 1)
  expect([asked, stream.paused]).toEqual([['pause', 'resume'], false])
})

test('a reader who keeps up pauses nobody', async () => {
  const { stream, asked } = subject()
  const reader = stream[Symbol.asyncIterator]()
  for (let value = 0; value < 200; value++) {
    stream.push(value)
    expect((await reader.next()).value).toBe(value)
  }
  expect(asked).toEqual([])
})

test('what was pushed before the end is read, what comes after it is dropped', async () => {
  const { stream } = subject()
  push(stream, 3)
  stream.close()
  push(stream, 3)
  expect(await Array.fromAsync(stream)).toEqual([0, 1, 2])
})

test('a reader who leaves is told of, and holds nobody paused', async () => {
  const { stream, asked } = subject()
  push(stream, 100)
  for await (const _ of stream) break
  expect([asked, stream.paused]).toEqual([['pause', 'leave'], false])
  expect(() => stream.push(1)).not.toThrow()
})

test('a failure comes at once', async () => {
  const { stream } = subject()
  push(stream, 3)
  stream.fail(new Error('no'))
  await expect(Array.fromAsync(stream)).rejects.toThrow('no')
})
