import assert from 'node:assert/strict'
import type { ChatRequest } from '../../chat/chat.ts'
import { collect, type EngineCase, endOf, rejection, say, textOf } from './engine-case.ts'

const complete = (prompt: string | number[]): ChatRequest => ({ messages: [], prompt, sampling: { temperature: 0 } })

/** How every engine makes a prompt of a request, and tells of it. */
export const promptCases: readonly EngineCase[] = [
  {
    title: 'begins every chat with one start event, which counts the prompt as the end does',
    needs: 'chat',
    run: async (engine) => {
      for (const choices of [1, 2]) {
        const events = await collect(engine.chat({ ...say('hello there'), choices }))
        const { promptTokens, cachedTokens } = endOf(events).usage
        const starts = events.filter((event) => event.type === 'start')
        assert.deepEqual(starts, [{ type: 'start', promptTokens, cachedTokens }])
        assert.equal(events[0], starts[0])
      }
    },
  },
  {
    title: 'renders a chat as the text that its tokens spell',
    needs: 'chat',
    run: async (engine) => {
      const request = say('hello there')
      const text = await engine.renderPrompt(request)
      assert.ok(text.includes('hello there'))
      assert.equal(await engine.detokenize(await engine.promptTokens(request)), text)
    },
  },
  {
    title: 'takes a prompt as it stands, as text and as token ids',
    needs: 'chat',
    run: async (engine) => {
      const text = 'one two three'
      assert.equal(await engine.renderPrompt(complete(text)), text)
      const tokens = await engine.promptTokens(complete(text))
      const written = await engine.tokenize(text)
      assert.deepEqual(tokens.slice(-written.length), written)
      const [fromText, fromIds] = await Promise.all(
        [text, tokens].map((prompt) => collect(engine.chat({ ...complete(prompt), maxTokens: 8 }))),
      )
      assert.equal(endOf(fromText ?? []).usage.promptTokens, tokens.length)
      assert.deepEqual(endOf(fromIds ?? []).tokens, endOf(fromText ?? []).tokens)
    },
  },
  {
    title: 'answers a prompt in text alone, whatever it looks like',
    needs: 'chat',
    run: async (engine) => {
      const text = '<think>one</think><tool_call>{"name": "two", "arguments": {}}</tool_call>'
      const gbnf = `root ::= ${JSON.stringify(text)}`
      const events = await collect(engine.chat({ ...complete('one two three'), responseFormat: { type: 'grammar', gbnf } }))
      assert.equal(textOf(events), text)
    },
  },
  {
    title: 'refuses a prompt beside messages, an empty one, ids that are none, and what only a template could heed',
    needs: 'chat',
    run: async (engine) => {
      const faults = [{ ...complete('one'), messages: say('two').messages }, complete(''), complete([]), complete([1_000_000_000])]
      for (const request of faults) {
        const error = await rejection(collect(engine.chat(request)), 'invalid_request')
        assert.match((error.details as { param: string }).param, /^prompt/)
        await rejection(engine.promptTokens(request), 'invalid_request')
        await rejection(engine.renderPrompt(request), 'invalid_request')
      }
      const besides: Partial<ChatRequest>[] = [{ tools: [] }, { toolChoice: 'none' }, { reasoning: false }]
      for (const fault of besides) {
        await rejection(collect(engine.chat({ ...complete('one'), ...fault })), 'unsupported_parameter')
      }
      await rejection(collect(engine.chat({ ...say('one'), parseSpecial: true })), 'unsupported_parameter')
    },
  },
]
