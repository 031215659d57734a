import { expect, test } from 'vitest'
import { pullFirst } from './pull-first.ts'

async function* count(failAt?: number) {
  for (let number = 0; number < 3; number++) {
    if (number === failAt) throw new Error(`no ${number}`)
    yield number
  }
}

test('all items come, the first included', async () => {
  expect(await Array.fromAsync(await pullFirst(count()))).toEqual([0, 1, 2])
})

test('a failure before the first item is thrown at once', async () => {
  await expect(pullFirst(count(0))).rejects.toThrow('no 0')
})

test('a later failure is thrown where it happens', async () => {
  const rest = await pullFirst(count(1))
  await expect(Array.fromAsync(rest)).rejects.toThrow('no 1')
})

test('a reader that stops closes the source', async () => {
  let closed = false
  async function* source() {
    try {
      yield* count()
    } finally {
      closed = true
    }
  }
  for await (const _item of await pullFirst(source())) break
  expect(closed).toBe(true)
})

test('where patience ends before the first item, nothing is lost, and a failure is thrown where it is read', async () => {
  const late = Promise.withResolvers<number>()
  async function* source() {
    yield await late.promise
  }
  const patient = await pullFirst(source(), 1)
  late.resolve(7)
  expect(await Array.fromAsync(patient)).toEqual([7])
  const failure = Promise.withResolvers<number>()
  const broken = await pullFirst(
    (async function* () {
      yield await failure.promise
    })(),
    1,
  )
  failure.reject(new Error('gone'))
  await expect(Array.fromAsync(broken)).rejects.toThrow('gone')
})
