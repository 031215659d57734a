import { createFakeEngine } from '@honestai/core/testing'
import { expect, test } from 'vitest'
import { makePrompt } from './make-prompt.ts'

const engine = createFakeEngine()

test('a prompt has the tokens it was asked for and hardly more, and ends the chat it was given', async () => {
  const before = [{ role: 'user' as const, content: 'Hi.' }]
  const { messages, promptTokens } = await makePrompt(engine, 200, 1, before)
  expect(promptTokens).toBe((await engine.promptTokens({ messages, sampling: {} })).length)
  expect(promptTokens).toBeGreaterThanOrEqual(200)
  expect(promptTokens).toBeLessThan(220)
  expect(messages.slice(0, 1)).toEqual(before)
})

test('every seed gives another prompt, and the same seed the same', async () => {
  const texts = await Promise.all([1, 2, 3, 1].map(async (seed) => JSON.stringify((await makePrompt(engine, 60, seed)).messages)))
  expect(new Set(texts).size).toBe(3)
  expect(texts[3]).toBe(texts[0])
})
