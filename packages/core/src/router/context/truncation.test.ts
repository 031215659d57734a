import { expect, test } from 'vitest'
import type { ChatRequest } from '../../chat/chat.ts'
import type { RoutedChatEvent, RoutedChatStart } from '../router.ts'
import { routerSubject, say } from '../router-subject.ts'

// The fake engine counts words and holds 64; a quarter of them is the answer's.
const turn = (word: string) =>
  [
    { role: 'user', content: `${word} `.repeat(12).trim() },
    { role: 'assistant', content: `${word} `.repeat(12).trim() },
  ] as const
const long: ChatRequest = {
  messages: [{ role: 'system', content: 'be brief' }, ...turn('a'), ...turn('b'), ...turn('c'), { role: 'user', content: 'and now' }],
  sampling: {},
}

const startOf = (events: RoutedChatEvent[]) => events[0] as RoutedChatStart

test('a chat that does not fit is refused, unless it may be shortened', async () => {
  const { router } = await routerSubject()
  await router.start()
  await expect(Array.fromAsync(router.chat({ model: 'm0' }, long).events)).rejects.toMatchObject({ code: 'context_length_exceeded' })
  const events = await Array.fromAsync(router.chat({ model: 'm0' }, long, { truncation: 'auto' }).events)
  expect(startOf(events).dropped.map(({ index, tokens }) => [index, tokens])).toEqual([1, 2, 3, 4].map((index) => [index, 12]))
  expect(events.at(-1)).toMatchObject({ usage: { promptTokens: 28 } })
})

test('a plan is what the chat then does, and leaves the answer asked for its room, up to half of the context', async () => {
  const { router } = await routerSubject()
  await router.start()
  const { decision, plan } = await router.planContext({ model: 'm0' }, { ...long, maxTokens: 1000 }, { truncation: 'auto' })
  expect(decision.model).toBe('m0')
  expect(plan).toMatchObject({ promptTokens: 28, reserveTokens: 32 })
  await expect(router.planContext({ model: 'm0' }, long)).rejects.toMatchObject({ details: { promptTokens: 76, contextSize: 64 } })
})

test.each([
  {
    maxTokens: 1000,
    answerTokens: 50,
    warnings: ['The answer may have 61 tokens, not 1000: the model holds 64, and the prompt has 3 of them.'],
  },
  { maxTokens: 2, answerTokens: 2, warnings: [] },
  { maxTokens: undefined, answerTokens: 50, warnings: [] },
])('a limit of $maxTokens tokens is an upper one, and lowering it is told', async ({ maxTokens, answerTokens, warnings }) => {
  const { router } = await routerSubject({ engine: { answer: () => 'word '.repeat(50).trim() } })
  await router.start()
  const events = await Array.fromAsync(router.chat({}, { ...say('one two three'), maxTokens }).events)
  expect(events.at(-1)).toMatchObject({ usage: { completionTokens: answerTokens } })
  expect(startOf(events).warnings).toEqual(warnings)
})

test('a limit that the config lowers is told too', async () => {
  const { router } = await routerSubject({ models: [{ maxCompletionTokens: 1 }] })
  await router.start()
  const events = await Array.fromAsync(router.chat({}, { ...say('one two'), maxTokens: 9 }).events)
  expect(startOf(events).warnings).toEqual(['The answer may have 1 tokens, not 9: the config allows no more.'])
})
