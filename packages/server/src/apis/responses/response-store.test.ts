import { expect, test } from 'vitest'
import { createResponseStore, type StoredResponse } from './response-store.ts'

const stored = (id: string, text = '') =>
  ({ response: { id }, input: [{ type: 'message', role: 'user', content: text }] }) as unknown as StoredResponse

test('beyond the count, the response used longest ago is forgotten', () => {
  const store = createResponseStore({ maxStoredResponses: 2, maxStoredResponsesBytes: 10_000 })
  for (const id of ['a', 'b']) store.put(stored(id))
  store.get('a')
  store.put(stored('c'))
  expect(['a', 'b', 'c'].map((id) => store.get(id)?.response.id)).toEqual(['a', undefined, 'c'])
})

test('beyond the bytes too, and what is larger than all of them is not kept', () => {
  const store = createResponseStore({ maxStoredResponses: 10, maxStoredResponsesBytes: 1000 })
  store.put(stored('a', 'x'.repeat(600)))
  store.put(stored('b', 'x'.repeat(600)))
  store.put(stored('c', 'é'.repeat(600)))
  expect(['a', 'b', 'c'].map((id) => store.get(id)?.response.id)).toEqual([undefined, 'b', undefined])
})

test.each([
  { maxStoredResponses: 0, maxStoredResponsesBytes: 1000 },
  { maxStoredResponses: 10, maxStoredResponsesBytes: 0 },
])('nothing is kept with %j', (limits) => {
  const store = createResponseStore(limits)
  store.put(stored('a'))
  expect(store.get('a')).toBeUndefined()
  expect(store.delete('a')).toBe(false)
})
