import { expect, test } from 'vitest'
import { PrefixStore } from './prefix-store.ts'

const prefix = (first: number, tokens: number, bytes = tokens) => ({
  tokens: Array.from({ length: tokens }, (_, index) => first + index),
  state: new Uint8Array(bytes),
})

test('the prefix that shares most with a prompt is found', () => {
  const store = new PrefixStore(100)
  store.keep(prefix(0, 10))
  store.keep({ tokens: [0, 1, 99], state: new Uint8Array(3) })
  expect(store.find([0, 1, 2, 3, 50])).toMatchObject({ sharedTokens: 4 })
  expect(store.find([7])).toBeUndefined()
})

test('within its budget it drops what was used longest ago', () => {
  const store = new PrefixStore(100)
  const [one, two, three] = [prefix(0, 40), prefix(100, 40), prefix(200, 40)] as const
  store.keep(one)
  store.keep(two)
  store.take(one)
  store.keep(three)
  expect([one, two, three].map(({ tokens }) => store.find(tokens) !== undefined)).toEqual([true, false, true])
  expect(store.bytes).toBe(80)
})

test('a longer prefix takes the place of its own start, and what is larger than the budget is not kept', () => {
  const store = new PrefixStore(100)
  store.keep(prefix(0, 10))
  store.keep(prefix(0, 20))
  store.keep(prefix(0, 5))
  store.keep(prefix(500, 10, 101))
  expect(store.bytes).toBe(20)
  expect(store.find([500])).toBeUndefined()
})
