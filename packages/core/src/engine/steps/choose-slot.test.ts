import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooseSlot, type SlotState, sharedPrefixLength } from './choose-slot.ts'

const costs = { promptMsPerToken: 4, passMs: 10, steps: 60 }
const tokens = (count: number, first = 1_000) => Array.from({ length: count }, (_, index) => first + index)
const empty: SlotState = { running: false, held: [], lastUsed: 0 }
const running: SlotState = { running: true, held: tokens(50, 9_000), lastUsed: 9 }
const holding = (held: number[], lastUsed = 1): SlotState => ({ running: false, held, lastUsed })

test('the first request takes the lowest slot', () => {
  expect(chooseSlot([empty, empty, empty], tokens(20), costs)).toBe(0)
})

test('a chat that goes on returns to the slot that holds it', () => {
  expect(chooseSlot([empty, holding(tokens(300)), empty], tokens(320), costs)).toBe(1)
})

test('a new chat leaves the history of another alone while a slot is empty', () => {
  expect(chooseSlot([holding(tokens(300)), empty, empty], tokens(40, 5_000), costs)).toBe(1)
})

test('when every slot holds a chat, the one used longest ago gives way', () => {
  const slots = [3, 1, 2].map((lastUsed, index) => holding(tokens(200, index * 2_000), lastUsed))
  expect(chooseSlot(slots, tokens(40, 7_000), costs)).toBe(1)
})

test('a request beside running ones takes the slot next to them', () => {
  expect(chooseSlot([empty, empty, running, empty], tokens(20), costs)).toBe(1)
  expect(chooseSlot([running, empty, running, empty], tokens(20), costs)).toBe(1)
})

test('a few cached tokens are not worth a gap, many are', () => {
  const slots = (cached: number) => [running, empty, empty, holding(tokens(cached))]
  expect(chooseSlot(slots(30), tokens(400), costs)).toBe(1)
  expect(chooseSlot(slots(300), tokens(400), costs)).toBe(3)
})

test('without an idle slot there is no choice', () => {
  expect(chooseSlot([running, running], tokens(5), costs)).toBeUndefined()
})

const slotState = fc.record({ running: fc.boolean(), held: fc.array(fc.nat(3), { maxLength: 8 }), lastUsed: fc.nat(9) })

test('an idle slot is chosen whenever there is one, and never a running one', () => {
  fc.assert(
    fc.property(fc.array(slotState, { maxLength: 6 }), fc.array(fc.nat(3), { maxLength: 8 }), (slots, prompt) => {
      const chosen = chooseSlot(slots, prompt, costs)
      expect(chosen === undefined).toBe(slots.every((slot) => slot.running))
      if (chosen !== undefined) expect(slots[chosen]?.running).toBe(false)
    }),
  )
})

test('where nothing runs and nothing would be lost, the longest shared prefix wins', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(12), { minLength: 1, maxLength: 6 }), (lengths) => {
      const prompt = tokens(13)
      const slots = lengths.map((length) => holding(prompt.slice(0, length)))
      const chosen = chooseSlot(slots, prompt, costs) ?? -1
      expect(lengths[chosen]).toBe(Math.max(...lengths))
    }),
  )
})

test('the shared prefix is the longest start both have', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2)), fc.array(fc.nat(2)), (one, other) => {
      const length = sharedPrefixLength(one, other)
      expect(one.slice(0, length)).toEqual(other.slice(0, length))
      if (length < Math.min(one.length, other.length)) expect(one[length]).not.toBe(other[length])
    }),
  )
})
