import assert from 'node:assert/strict'
import type { ChatEvent, ChatRequest, ToolDefinition } from '../../chat/chat.ts'
import { collect, type EngineCase, endOf, rejection, say, textOf } from './engine-case.ts'

const schema = {
  type: 'object',
  properties: { found: { type: 'boolean' }, kind: { enum: ['a', 'b'] }, count: { type: 'integer', minimum: 0, maximum: 9 } },
  required: ['found', 'kind', 'count'],
  additionalProperties: false,
}

const parameters = { type: 'object', properties: { n: { type: 'integer', minimum: 10, maximum: 99 } }, required: ['n'] }
const tools: ToolDefinition[] = ['first', 'second'].map((name) => ({ type: 'function', function: { name, parameters } }))

const callsOf = (events: ChatEvent[]) => events.flatMap((event) => (event.type === 'tool-call' ? [event.call] : []))

/** What every engine does when an answer must have a form. */
export const answerFormCases: readonly EngineCase[] = [
  {
    title: 'answers in JSON that meets the schema, several at once each by its own',
    needs: 'chat',
    run: async (engine) => {
      const request: ChatRequest = { ...say('hello there'), responseFormat: { type: 'json-schema', schema } }
      const other: ChatRequest = { ...say('hello there'), responseFormat: { type: 'json-schema', schema: { const: 'fixed' } } }
      const [events, others] = await Promise.all([collect(engine.chat(request)), collect(engine.chat(other))])
      const answer = JSON.parse(textOf(events))
      assert.deepEqual(Object.keys(answer), ['found', 'kind', 'count'])
      assert.equal(typeof answer.found, 'boolean')
      assert.ok(['a', 'b'].includes(answer.kind) && Number.isInteger(answer.count) && answer.count >= 0 && answer.count <= 9)
      assert.equal(endOf(events).reason, 'stop')
      assert.equal(textOf(others), '"fixed"')
    },
  },
  {
    title: 'answers in text that a grammar matches',
    needs: 'chat',
    run: async (engine) => {
      const responseFormat = { type: 'grammar', gbnf: 'root ::= "<" answer ">"\nanswer ::= "yes" | "no"' } as const
      assert.match(textOf(await collect(engine.chat({ ...say('hello there'), responseFormat }))), /^<(yes|no)>$/)
    },
  },
  {
    title: 'gives every one of several answers its form',
    needs: 'chat',
    run: async (engine) => {
      const responseFormat = { type: 'grammar', gbnf: 'root ::= [a-z] [0-9]{3}' } as const
      const sampling = { temperature: 1.5, seed: 5 }
      const events = await collect(engine.chat({ ...say('hello there'), sampling, responseFormat, choices: 2 }))
      for (const choice of [0, 1]) {
        assert.match(textOf(events.filter((event) => 'choice' in event && event.choice === choice)), /^[a-z][0-9]{3}$/)
      }
    },
  },
  {
    title: 'refuses a grammar that cannot be read, and lives on',
    needs: 'chat',
    run: async (engine) => {
      for (const gbnf of ['root ::= "a', 'root ::= root "a"', `root ::= ${'('.repeat(50_000)}`, 'root ::= missing']) {
        await rejection(collect(engine.chat({ ...say('hello'), responseFormat: { type: 'grammar', gbnf } })), 'grammar_invalid')
      }
      endOf(await collect(engine.chat(say('hello there'))))
    },
  },
  {
    title: 'refuses what of a schema it cannot keep, with the place',
    needs: 'chat',
    run: async (engine) => {
      const responseFormat = { type: 'json-schema', schema: { type: 'object', properties: { a: { not: {} } } } } as const
      const error = await rejection(collect(engine.chat({ ...say('hello'), responseFormat })), 'schema_unsupported')
      assert.equal((error.details as { pointer: string }).pointer, '#/properties/a/not')
    },
  },
  {
    title: 'calls a tool when it must, with arguments that meet its parameters',
    needs: 'chat',
    run: async (engine) => {
      const request: ChatRequest = { ...say('hello'), tools, toolChoice: 'required', parallelToolCalls: false }
      const events = await collect(engine.chat(request))
      const [call, ...more] = callsOf(events)
      assert.ok(call && more.length === 0)
      assert.ok(['first', 'second'].includes(call.name))
      const { n } = JSON.parse(call.arguments)
      assert.ok(Number.isInteger(n) && n >= 10 && n <= 99)
      assert.equal(textOf(events), '')
      assert.equal(endOf(events).reason, 'tool-calls')
      const streamed = events.map((event) => (event.type === 'tool-call-delta' ? event.argumentsText : ''))
      assert.equal(streamed.join(''), call.arguments)
    },
  },
  {
    title: 'calls the tool that is named',
    needs: 'chat',
    run: async (engine) => {
      const [call] = callsOf(await collect(engine.chat({ ...say('hello'), tools, toolChoice: { name: 'second' } })))
      assert.equal(call?.name, 'second')
    },
  },
  {
    title: 'refuses a choice of tools that are not there',
    needs: 'chat',
    run: async (engine) => {
      for (const fault of [{ toolChoice: 'required' }, { tools, toolChoice: { name: 'third' } }] as const) {
        const error = await rejection(collect(engine.chat({ ...say('hello'), ...fault })), 'invalid_request')
        assert.equal((error.details as { param: string }).param, 'tool_choice')
      }
    },
  },
  {
    title: 'tells the log probabilities of an answer that is held to a form, without changing it',
    needs: 'chat',
    run: async (engine) => {
      const responseFormat = { type: 'grammar', gbnf: 'root ::= "{\\"a\\": " [0-9]{3} "}"' } as const
      const plain = await collect(engine.chat({ ...say('hello'), responseFormat }))
      const events = await collect(engine.chat({ ...say('hello'), responseFormat, logprobs: { topTokens: 2 } }))
      assert.equal(textOf(events), textOf(plain))
      const logprobs = events.flatMap((event) => ('logprobs' in event ? (event.logprobs ?? []) : []))
      assert.equal(logprobs.map(({ text }) => text).join(''), textOf(events))
      for (const { logprob } of logprobs) assert.ok(logprob <= 0)
    },
  },
]
