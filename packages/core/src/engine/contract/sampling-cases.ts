import assert from 'node:assert/strict'
import type { ChatRequest } from '../../chat/chat.ts'
import type { Sampling } from '../../config/sampling/sampling.ts'
import { collect, type EngineCase, endOf, rejection, say, sayLong, textOf } from './engine-case.ts'

/** How every engine samples, stops and tells probabilities. */
export const samplingCases: readonly EngineCase[] = [
  {
    title: 'ends before the first stop text and never shows a part of it',
    needs: 'chat',
    run: async (engine) => {
      const request = { ...say('one two three four five six'), maxTokens: 16 }
      const text = textOf(await collect(engine.chat(request)))
      const stop = text.slice(-3)
      const events = await collect(engine.chat({ ...request, stop: [stop, 'never said'] }))
      assert.equal(textOf(events), text.slice(0, text.indexOf(stop)))
      assert.equal(endOf(events).reason, 'stop')
    },
  },
  {
    title: 'refuses what is out of its range or unknown, by name',
    needs: 'chat',
    run: async (engine) => {
      const faults: [string, Partial<ChatRequest>][] = [
        ['temperature', { sampling: { temperature: 2.1 } }],
        ['topP', { sampling: { topP: -0.1 } }],
        ['topK', { sampling: { topK: 1.5 } }],
        ['minP', { sampling: { minP: 2 } }],
        ['seed', { sampling: { seed: -1 } }],
        ['seed', { sampling: { seed: 2 ** 32 - 1 } }],
        ['repeatPenalty', { sampling: { repeatPenalty: 0 } }],
        ['presencePenalty', { sampling: { presencePenalty: -3 } }],
        ['frequencyPenalty', { sampling: { frequencyPenalty: Number.NaN } }],
        ['penaltyWindowTokens', { sampling: { penaltyWindowTokens: 0 } }],
        ['dry', { sampling: { dry: { multiplier: -1 } } }],
        ['xtc', { sampling: { xtc: { probability: 2, threshold: 0.1 } } }],
        ['logitBias', { sampling: { logitBias: [{ token: 1, bias: 101 }] } }],
        ['maxTokens', { maxTokens: 0 }],
        ['stop', { stop: [''] }],
        ['logprobs', { logprobs: { topTokens: 21 } }],
        ['choices', { choices: engine.facts.slots + 1 }],
      ]
      for (const [param, fault] of faults) {
        const error = await rejection(collect(engine.chat({ ...say('hello'), ...fault })), 'invalid_request')
        assert.equal((error.details as { param: string }).param, param)
      }
      const unknown = { mirostat: 2 } as Sampling
      await rejection(collect(engine.chat({ ...say('hello'), sampling: unknown })), 'unsupported_parameter')
    },
  },
  {
    title: 'gives the same text for the same seed',
    needs: 'chat',
    run: async (engine) => {
      const request = { ...say('tell me something'), sampling: { temperature: 1.5, seed: 7 }, maxTokens: 12 }
      assert.equal(textOf(await collect(engine.chat(request))), textOf(await collect(engine.chat(request))))
    },
  },
  {
    title: 'goes on to the token limit when the end is to be ignored',
    needs: 'chat',
    run: async (engine) => {
      const end = endOf(await collect(engine.chat({ ...say('hello there'), ignoreEos: true, maxTokens: 40 })))
      assert.equal(end.reason, 'length')
      assert.equal(end.tokens.length, 40)
    },
  },
  {
    title: 'tells the log probability of every token and of the likeliest others, and the text stays the same',
    needs: 'chat',
    run: async (engine) => {
      const request = { ...say('one two three four'), sampling: { temperature: 0.9, seed: 11 }, maxTokens: 12, ignoreEos: true }
      const without = await collect(engine.chat(request))
      const events = await collect(engine.chat({ ...request, logprobs: { topTokens: 3 } }))
      assert.deepEqual(endOf(events).tokens, endOf(without).tokens)
      assert.equal(textOf(events), textOf(without))
      const logprobs = events.flatMap((event) => ('logprobs' in event ? (event.logprobs ?? []) : []))
      assert.ok(logprobs.length > 0)
      for (const { logprob, text, bytes, top } of logprobs) {
        assert.ok(logprob <= 0)
        assert.ok(text.includes('\uFFFD') || Buffer.from(bytes).toString() === text)
        assert.ok(top.length <= 3)
        assert.deepEqual(
          top.map((other) => other.logprob),
          top.map((other) => other.logprob).toSorted((one, other) => other - one),
        )
        assert.ok(top.reduce((sum, other) => sum + Math.exp(other.logprob), 0) <= 1 + 1e-4)
      }
    },
  },
  {
    title: 'takes the likeliest token at temperature 0',
    needs: 'chat',
    run: async (engine) => {
      const events = await collect(engine.chat({ ...say('one two three four'), logprobs: { topTokens: 1 }, maxTokens: 8 }))
      for (const event of events) {
        for (const { top, ...chosen } of 'logprobs' in event ? (event.logprobs ?? []) : []) assert.deepEqual(top, [chosen])
      }
    },
  },
  {
    title: 'gives the same greedy text whether it speculates or not',
    needs: 'chat',
    run: async (engine) => {
      const request = { ...say('one two three one two three one two'), ignoreEos: true, maxTokens: 32 }
      const [plain, guessed] = await Promise.all([false, true].map((speculation) => collect(engine.chat({ ...request, speculation }))))
      assert.deepEqual(endOf(guessed ?? []).tokens, endOf(plain ?? []).tokens)
      assert.equal(endOf(plain ?? []).usage.draftTokens, undefined)
    },
  },
  {
    title: 'gives as many answers as are asked for, each with its number, and counts them together',
    needs: 'chat',
    run: async (engine) => {
      const request = { ...say('one two three four'), maxTokens: 6 }
      const events = await collect(engine.chat({ ...request, choices: 2 }))
      const { choices = [], usage } = endOf(events)
      assert.equal(choices.length, 2)
      assert.equal(
        usage.completionTokens,
        choices.reduce((sum, choice) => sum + choice.tokens.length, 0),
      )
      assert.equal(engine.load().activeSlots, 0)
      assert.equal(events.filter((event) => event.type === 'end').length, 1)
      const first = events.filter((event) => 'choice' in event && event.choice === 0)
      assert.equal(textOf(first), textOf(await collect(engine.chat(request))))
    },
  },
  {
    title: 'gives several answers to a long prompt, each as it would alone, and counts the prompt once',
    needs: 'chat',
    run: async (engine) => {
      const request = { ...say('one two three '.repeat(engine.facts.contextSize / 12)), maxTokens: 8, ignoreEos: true }
      const alone = endOf(await collect(engine.chat(request)))
      const other = { ...request, ...say(`four ${request.messages[0]?.content}`) }
      const { choices = [], usage } = endOf(await collect(engine.chat({ ...request, choices: engine.facts.slots })))
      for (const { tokens } of choices) assert.deepEqual(tokens, alone.tokens)
      assert.equal(usage.promptTokens, alone.usage.promptTokens)
      // What was shared is still the right prompt for the next.
      const { tokens } = endOf(await collect(engine.chat(other)))
      const { choices: others = [] } = endOf(await collect(engine.chat({ ...other, choices: 2 })))
      for (const choice of others) assert.deepEqual(choice.tokens, tokens)
    },
  },
  {
    title: 'stops the steps of a reader who stops reading, and loses nothing',
    needs: 'chat',
    run: async (engine) => {
      // Answers of far more events than wait for a reader.
      const responseFormat = { type: 'grammar', gbnf: 'root ::= ("a\\n"){150}' } as const
      const request: ChatRequest = { ...say('hello there'), responseFormat }
      const slow = engine.chat(request)[Symbol.asyncIterator]()
      await slow.next()
      const text = textOf(await collect(engine.chat(request)))
      // By now the other would have ended too, but for its reader: it still has its slot.
      await rejection(collect(engine.chat({ ...say('hello'), choices: engine.facts.slots })), 'overloaded')
      assert.equal(textOf(await collect({ [Symbol.asyncIterator]: () => slow })), text)
      assert.equal(engine.load().activeSlots, 0)
    },
  },
  {
    title: 'frees the slot of a reader who stopped reading and then leaves',
    needs: 'chat',
    run: async (engine) => {
      const responseFormat = { type: 'grammar', gbnf: 'root ::= ("a\\n"){150}' } as const
      const controller = new AbortController()
      const slow = engine.chat({ ...say('hello there'), responseFormat }, controller.signal)[Symbol.asyncIterator]()
      await slow.next()
      await collect(engine.chat({ ...say('hello there'), responseFormat }))
      controller.abort()
      await rejection(slow.next(), 'request_cancelled')
      assert.equal(engine.load().activeSlots, 0)
      endOf(await collect(engine.chat({ ...say('hello'), choices: engine.facts.slots })))
    },
  },
  {
    title: 'refuses more answers than slots are free, and serves on',
    needs: 'chat',
    run: async (engine) => {
      const { slots } = engine.facts
      const reader = engine.chat(sayLong('one two three four'))[Symbol.asyncIterator]()
      const first = await reader.next()
      await rejection(collect(engine.chat({ ...say('hello'), choices: slots })), 'overloaded')
      const both = await Promise.all([
        collect({ [Symbol.asyncIterator]: () => reader }),
        collect(engine.chat({ ...say('hello'), choices: slots - 1 })),
      ])
      for (const events of both) endOf(events)
      assert.equal(first.value?.type, 'start')
      endOf(await collect(engine.chat({ ...say('hello'), choices: slots })))
    },
  },
]
