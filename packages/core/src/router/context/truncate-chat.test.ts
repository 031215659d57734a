import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChatMessage } from '../../chat/chat.ts'
import type { ContextBudget } from '../context-plan.ts'
import { truncateChat } from './truncate-chat.ts'

// A prompt costs two tokens, each message three besides its words, as templates do.
const words = (text: string) => text.split(' ').filter(Boolean).length
const cost = (messages: readonly ChatMessage[]) => messages.reduce((sum, { content }) => sum + 3 + words(content), 2)
const budgetOf = (contextSize: number, reserveTokens = 0, truncation: ContextBudget['truncation'] = 'auto'): ContextBudget => ({
  model: 'm',
  contextSize,
  reserveTokens,
  truncation,
  countPrompt: async (messages) => cost(messages),
  countText: async (text) => words(text),
})
const user = (content: string): ChatMessage => ({ role: 'user', content })
const assistant = (content: string): ChatMessage => ({ role: 'assistant', content })
const system: ChatMessage = { role: 'system', content: 'be brief' }

test('a chat that fits is kept whole, with its counts', async () => {
  const messages = [system, user('one two')]
  expect(await truncateChat(messages, budgetOf(100, 10))).toEqual({
    messages,
    kept: [
      { index: 0, role: 'system', tokens: 2 },
      { index: 1, role: 'user', tokens: 2 },
    ],
    dropped: [],
    promptTokens: 12,
    reserveTokens: 10,
    estimated: false,
  })
})

test('the oldest turn goes first, with its answer', async () => {
  const messages = [system, user('first'), assistant('answer'), user('second'), assistant('answer'), user('third')]
  const plan = await truncateChat(messages, budgetOf(cost(messages) - 1))
  expect(plan.dropped.map(({ index }) => index)).toEqual([1, 2])
  expect(plan.messages).toEqual([system, ...messages.slice(3)])
})

test.each(['auto', 'disabled'] as const)('what cannot fit is refused with its counts (truncation: %s)', async (truncation) => {
  const messages = truncation === 'auto' ? [system, user('a b c d')] : [user('old'), assistant('old'), user('new')]
  await expect(truncateChat(messages, budgetOf(14, 4, truncation))).rejects.toMatchObject({
    code: 'context_length_exceeded',
    details: { promptTokens: cost(messages), contextSize: 14, reserveTokens: 4 },
  })
})

test('a call and its result are not parted by a user who speaks in between', async () => {
  const messages: ChatMessage[] = [
    user('start'),
    { role: 'assistant', content: '', toolCalls: [{ id: 'a', name: 'f', arguments: '{}' }] },
    user('hurry'),
    { role: 'tool', content: 'result', toolCallId: 'a' },
    user('thanks'),
  ]
  const plan = await truncateChat(messages, budgetOf(cost(messages) - 1))
  expect(plan.messages).toEqual([user('thanks')])
})

const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 6 }).map((list) => list.join(' '))
const turn = fc
  .record({ question: text, answer: text, calls: fc.array(text, { maxLength: 3 }) })
  .map(({ question, answer, calls }): ChatMessage[] => [
    user(question),
    ...(calls.length > 0
      ? ([
          { role: 'assistant', content: '', toolCalls: calls.map((_, index) => ({ id: `call_${index}`, name: 'f', arguments: '{}' })) },
          ...calls.map((content, index) => ({ role: 'tool', content, toolCallId: `call_${index}` })),
        ] as ChatMessage[])
      : []),
    assistant(answer),
  ])
const chat = fc
  .tuple(fc.option(text), fc.array(turn, { maxLength: 8 }), text)
  .map(([instructions, turns, last]): { turns: ChatMessage[][]; messages: ChatMessage[] } => {
    const all = [...turns, [user(last)]]
    return { turns: all, messages: [...(instructions === null ? [] : [{ role: 'system' as const, content: instructions }]), ...all.flat()] }
  })

test('a plan never exceeds the budget, keeps order, system, last turn and whole turns, and drops no more than it must', async () => {
  await fc.assert(
    fc.asyncProperty(
      chat,
      fc.integer({ min: 1, max: 120 }),
      fc.integer({ min: 0, max: 30 }),
      async ({ turns, messages }, context, reserve) => {
        const room = context - reserve
        const leading = messages.filter(({ role }) => role === 'system')
        const after = (dropped: number) => [...leading, ...turns.slice(dropped).flat()]
        const fewest = turns.findIndex((_, dropped) => cost(after(dropped)) <= room)
        const planning = truncateChat(messages, budgetOf(context, reserve))
        if (fewest < 0) {
          await expect(planning).rejects.toMatchObject({
            code: 'context_length_exceeded',
            details: { promptTokens: cost(after(turns.length - 1)), contextSize: context },
          })
          return
        }
        const plan = await planning
        expect(plan.messages).toEqual(after(fewest))
        expect(plan.promptTokens).toBe(cost(plan.messages))
        expect(plan.promptTokens + plan.reserveTokens).toBeLessThanOrEqual(context)
        expect(plan.messages).toEqual(plan.kept.map(({ index }) => messages[index]))
        expect([...plan.kept, ...plan.dropped].map(({ index }) => index).sort((a, b) => a - b)).toEqual([...messages.keys()])
        expect(plan.messages.at(-1)).toBe(messages.at(-1))
      },
    ),
  )
})
