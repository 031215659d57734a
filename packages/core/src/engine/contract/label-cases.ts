import assert from 'node:assert/strict'
import type { ChatRequest } from '../../chat/chat.ts'
import { type EngineCase, rejection, say } from './engine-case.ts'

/** How every engine chooses between labels. */
export const labelCases: readonly EngineCase[] = [
  {
    title: 'chooses the most probable label of a closed set, always the same',
    needs: 'chat',
    run: async (engine) => {
      const labels = ['yes', 'no', 'no idea', 'nothing at all']
      const choice = await engine.chooseLabel(say('Is it raining? Say no'), labels)
      const values = Object.values(choice.probabilities)
      assert.deepEqual(Object.keys(choice.probabilities), labels)
      assert.ok(Math.abs(values.reduce((sum, value) => sum + value, 0) - 1) < 1e-6)
      assert.equal(choice.probability, Math.max(...values))
      assert.equal(choice.probabilities[choice.label], choice.probability)
      assert.ok(choice.usage.promptTokens > 0)
      const again = await engine.chooseLabel(say('Is it raining? Say no'), labels)
      assert.deepEqual({ ...again, usage: choice.usage }, choice)
      assert.equal(engine.load().activeSlots, 0)
    },
  },
  {
    title: 'is certain of the only label there is',
    needs: 'chat',
    run: async (engine) => {
      const { label, probability } = await engine.chooseLabel(say('hello'), ['greeting'])
      assert.deepEqual({ label, probability }, { label: 'greeting', probability: 1 })
    },
  },
  {
    title: 'refuses no labels, an empty label and a repeated one',
    needs: 'chat',
    run: async (engine) => {
      for (const labels of [[], ['yes', ''], ['yes', 'no', 'yes']]) {
        await rejection(engine.chooseLabel(say('hello'), labels), 'invalid_request')
      }
    },
  },
  {
    title: 'refuses by name what the choice of a label cannot heed',
    needs: 'chat',
    run: async (engine) => {
      const faults: [string, Partial<ChatRequest>][] = [
        ['tools', { tools: [] }],
        ['responseFormat', { responseFormat: { type: 'json-object' } }],
        ['choices', { choices: 2 }],
        ['logprobs', { logprobs: { topTokens: 1 } }],
        ['maxTokens', { maxTokens: 9 }],
        ['stop', { stop: ['no'] }],
        ['reasoning', { reasoning: true }],
        ['logitBias', { sampling: { logitBias: [{ token: 1, bias: 1 }] } }],
      ]
      for (const [param, fault] of faults) {
        const error = await rejection(engine.chooseLabel({ ...say('hello'), ...fault }, ['yes', 'no']), 'unsupported_parameter')
        assert.equal((error.details as { param: string }).param, param)
      }
    },
  },
  {
    title: 'cancels the choice of a label and frees its slot',
    needs: 'chat',
    run: async (engine) => {
      const controller = new AbortController()
      const choice = engine.chooseLabel(say('one two three four'), ['yes', 'no'], controller.signal)
      controller.abort()
      await rejection(choice, 'request_cancelled')
      assert.equal(engine.load().activeSlots, 0)
    },
  },
]
