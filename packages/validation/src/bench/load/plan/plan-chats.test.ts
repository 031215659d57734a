import { expect, test } from 'vitest'
import { median } from '../../statistics/interval.ts'
import { planChats } from './plan-chats.ts'

const shape = { promptWords: 40, answerTokens: 24, sharedWords: 0 }
const lengths = (seed: number) => planChats(shape, seed, 2_000).map(({ maxTokens }) => maxTokens)

test('the same seed gives the same chats, another seed others', () => {
  expect(planChats(shape, 1, 5)).toEqual(planChats(shape, 1, 5))
  expect(planChats(shape, 1, 5)).not.toEqual(planChats(shape, 2, 5))
})

test('lengths spread around their median, and none is beyond four of it', () => {
  expect(median(lengths(1))).toBeGreaterThan(22)
  expect(median(lengths(1))).toBeLessThan(26)
  expect(Math.max(...lengths(1))).toBeLessThanOrEqual(96)
  expect(new Set(lengths(1)).size).toBeGreaterThan(30)
})

test('what is shared begins every chat, and the rest of no two is alike', () => {
  const chats = planChats({ ...shape, sharedWords: 10 }, 1, 50)
  expect(new Set(chats.map(({ messages }) => messages[0]?.content)).size).toBe(1)
  expect(new Set(chats.map(({ messages }) => messages[1]?.content)).size).toBe(50)
})
