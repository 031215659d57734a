import assert from 'node:assert/strict'
import type { ChatMessage } from '../../chat/chat.ts'
import { answerFormCases } from './answer-form-cases.ts'
import { embedCases } from './embed-cases.ts'
import { collect, type EngineCase, endOf, rejection, say, sayLong, textOf } from './engine-case.ts'
import { findDivergence } from './find-divergence.ts'
import { labelCases } from './label-cases.ts'
import { promptCases } from './prompt-cases.ts'
import { samplingCases } from './sampling-cases.ts'

/**
 * The contract of an engine, as cases that every implementation passes.
 *
 * @example
 * for (const { needs, run } of engineCases) await run(createFakeEngine({ abilities: [needs] }))
 */
export const engineCases: readonly EngineCase[] = [
  {
    title: 'ends every chat with exactly one end event, last',
    needs: 'chat',
    run: async (engine) => {
      const events = await collect(engine.chat(say('hello there')))
      assert.equal(events.filter((event) => event.type === 'end').length, 1)
      assert.equal(events.at(-1)?.type, 'end')
    },
  },
  {
    title: 'counts the tokens it was given and those it gave',
    needs: 'chat',
    run: async (engine) => {
      const request = say('hello there')
      const end = endOf(await collect(engine.chat(request)))
      assert.equal(end.usage.completionTokens, end.tokens.length)
      assert.equal(end.usage.promptTokens, (await engine.promptTokens(request)).length)
    },
  },
  {
    title: 'stops at the token limit and says so',
    needs: 'chat',
    run: async (engine) => {
      const end = endOf(await collect(engine.chat({ ...say('one two three four five'), maxTokens: 2 })))
      assert.equal(end.reason, 'length')
      assert.equal(end.usage.completionTokens, 2)
    },
  },
  {
    title: 'takes a token limit beyond the context for an upper limit, and says when that cut the answer',
    needs: 'chat',
    run: async (engine) => {
      const { contextSize } = engine.facts
      const request = { ...say('one two three four five'), maxTokens: contextSize * 4 }
      const roomTokens = contextSize - (await engine.promptTokens(request)).length
      const cut = endOf(await collect(engine.chat({ ...request, ignoreEos: true })))
      assert.equal(cut.reason, 'length')
      assert.equal(cut.tokens.length, roomTokens)
      assert.match(cut.warnings?.join() ?? '', new RegExp(`${roomTokens}.*${request.maxTokens}.*${contextSize}`))
      const whole = endOf(await collect(engine.chat(request)))
      assert.equal(whole.warnings, undefined)
    },
  },
  {
    title: 'answers as many chats at once as it has slots, each as it would alone',
    needs: 'chat',
    run: async (engine) => {
      const prompts = Array.from({ length: engine.facts.slots }, (_, index) => say(`hello number ${index}`))
      const alone: string[] = []
      for (const prompt of prompts) alone.push(textOf(await collect(engine.chat({ ...prompt, maxTokens: 8 }))))
      const together = await Promise.all(prompts.map(async (prompt) => textOf(await collect(engine.chat({ ...prompt, maxTokens: 8 })))))
      assert.deepEqual(together, alone)
    },
  },
  {
    title: 'refuses a prompt that does not fit, with both counts',
    needs: 'chat',
    run: async (engine) => {
      const error = await rejection(collect(engine.chat(say('word '.repeat(engine.facts.contextSize * 2)))), 'context_length_exceeded')
      const details = error.details as { promptTokens: number; contextSize: number }
      assert.equal(details.contextSize, engine.facts.contextSize)
      assert.ok(details.promptTokens >= engine.facts.contextSize)
    },
  },
  {
    title: 'ends a cancelled chat with request_cancelled and frees its slot',
    needs: 'chat',
    run: async (engine) => {
      const controller = new AbortController()
      const chat = engine.chat(sayLong('one two three four five six seven eight'), controller.signal)
      await rejection(
        collect(chat, () => controller.abort()),
        'request_cancelled',
      )
      assert.equal(engine.load().activeSlots, 0)
    },
  },
  {
    title: 'refuses to embed where it can only chat',
    needs: 'chat',
    run: async (engine) => {
      await rejection(engine.embed(['hello']), 'model_lacks_ability')
    },
  },
  {
    title: 'finds most of a second turn in the slot that had the first',
    needs: 'chat',
    run: async (engine) => {
      const first = say('one two three four five')
      const events = await collect(engine.chat(first))
      const messages: ChatMessage[] = [...first.messages, { role: 'assistant', content: textOf(events) }, { role: 'user', content: 'six' }]
      const { usage } = endOf(await collect(engine.chat({ ...first, messages })))
      assert.ok(usage.cachedTokens >= endOf(events).usage.promptTokens - 1)
      assert.ok(usage.cachedTokens < usage.promptTokens)
    },
  },
  {
    title: 'answers the same beside others as alone, or parts where two tokens are nearly as likely',
    needs: 'chat',
    run: async (engine) => {
      const request = { ...say('one two three four five six seven'), maxTokens: 16, ignoreEos: true }
      const { tokens: alone } = endOf(await collect(engine.chat(request)))
      const others = Array.from({ length: engine.facts.slots - 1 }, (_, index) =>
        collect(engine.chat({ ...request, ...say(`other ${index}`) })),
      )
      const { tokens: beside } = endOf(await collect(engine.chat(request)))
      await Promise.all(others)
      const divergence = await findDivergence(engine, request, alone, beside)
      assert.ok((divergence?.margin ?? 0) < 0.05, JSON.stringify(divergence))
      // The measure itself: another token in the third place parts there.
      const changed = await findDivergence(engine, request, alone, alone.with(2, (alone[2] ?? 0) + 1))
      assert.equal(changed?.position, 2)
      assert.ok(changed.margin >= 0)
    },
  },
  {
    title: 'refuses a chat whose signal aborted before it began',
    needs: 'chat',
    run: async (engine) => {
      await rejection(collect(engine.chat(say('hello'), AbortSignal.abort())), 'request_cancelled')
    },
  },
  {
    title: 'frees the slot of a consumer who leaves early',
    needs: 'chat',
    run: async (engine) => {
      for await (const _ of engine.chat(sayLong('one two three four five six seven eight'))) break
      assert.equal(engine.load().activeSlots, 0)
      endOf(await collect(engine.chat(say('hello there'))))
    },
  },
  {
    title: 'gives back the text it tokenized',
    needs: 'chat',
    run: async (engine) => {
      const text = 'What is 3 plus 4? 你好 🦊'
      assert.equal(await engine.detokenize(await engine.tokenize(text)), text)
    },
  },
  {
    title: 'refuses to turn an id into text that is no token',
    needs: 'chat',
    run: async (engine) => {
      for (const id of [1_000_000_000, -1, 0.5]) await rejection(engine.detokenize([id]), 'invalid_request')
    },
  },
  ...promptCases,
  ...samplingCases,
  ...answerFormCases,
  ...labelCases,
  ...embedCases,
]
