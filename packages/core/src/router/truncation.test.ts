import { expect, test } from 'vitest'
import type { ChatRequest } from '../chat/chat.ts'
import { routerSubject } from './router-subject.ts'

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

test('a chat that does not fit is refused, unless it may be shortened', async () => {
  const { router } = await routerSubject()
  await router.start()
  await expect(Array.fromAsync(router.chat({ model: 'm0' }, long).events)).rejects.toMatchObject({ code: 'context_length_exceeded' })
  const chat = router.chat({ model: 'm0' }, long, { truncation: 'auto' })
  const end = (await Array.fromAsync(chat.events)).at(-1)
  expect(chat.dropped.map(({ index, tokens }) => [index, tokens])).toEqual([1, 2, 3, 4].map((index) => [index, 12]))
  expect(end).toMatchObject({ usage: { promptTokens: 28 } })
})

test('a plan is what the chat then does, and leaves the answer asked for its room', async () => {
  const { router } = await routerSubject()
  await router.start()
  const { decision, plan } = await router.planContext({ model: 'm0' }, { ...long, maxTokens: 40 }, { truncation: 'auto' })
  expect(decision.model).toBe('m0')
  expect(plan).toMatchObject({ promptTokens: 4, reserveTokens: 40 })
  await expect(router.planContext({ model: 'm0' }, long)).rejects.toMatchObject({ details: { promptTokens: 76, contextTokens: 64 } })
})
