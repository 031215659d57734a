import { RouterError } from '@honestai/core'
import { expect, test } from 'vitest'
import { parseBody } from '../../shared/parse-body.ts'
import { chatCompletionRequest } from './chat-completion-request.ts'

const messages = [{ role: 'user', content: 'Hi.' }]
const parse = (fields: object) => parseBody(chatCompletionRequest, { model: 'canary', messages, ...fields })

function errorOf(fields: object): { code: string; param: string | null; message: string } {
  try {
    parse(fields)
  } catch (error) {
    if (error instanceof RouterError) return error.toBody().error
    throw error
  }
  throw new Error('The body was accepted.')
}

test.each([
  { modalities: ['text', 'audio'] },
  { audio: { voice: 'alloy', format: 'wav' } },
  { functions: [{ name: 'add' }] },
  { function_call: { name: 'add' } },
  { verbosity: 'low' },
  { web_search_options: {} },
  { store: true },
  { prediction: { type: 'content', content: 'Hi.' } },
  { moderation: { model: 'omni-moderation-latest' } },
  { typical_p: 0.5 },
  { top_n_sigma: 1 },
  { dynatemp_range: 0.5 },
  { mirostat: 2 },
  { samplers: ['top_k'] },
  { json_schema: { type: 'object' } },
])('%o would change the answer and is refused', (fields) => {
  expect(errorOf(fields)).toMatchObject({ code: 'unsupported_parameter', param: Object.keys(fields)[0] })
})

const add = { type: 'function', function: { name: 'add' } }
const strictAdd = { type: 'function', function: { name: 'add', strict: true } }

test.each([
  {
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is this?' },
          { type: 'image_url', image_url: { url: 'data:' } },
        ],
      },
    ],
    param: 'messages[0].content[1].type',
  },
  {
    messages: [{ role: 'user', content: [{ type: 'input_audio', input_audio: { data: '', format: 'wav' } }] }],
    param: 'messages[0].content[0].type',
  },
  { messages: [{ role: 'assistant', content: [{ type: 'refusal', refusal: 'No.' }] }], param: 'messages[0].content[0].type' },
  { messages: [{ role: 'assistant', content: null, function_call: { name: 'add', arguments: '{}' } }], param: 'messages[0].function_call' },
  { tools: [{ type: 'custom', custom: { name: 'add' } }], param: 'tools[0].type' },
  { tool_choice: { type: 'allowed_tools', allowed_tools: { mode: 'auto', tools: [] } }, param: 'tool_choice.type' },
  { response_format: { type: 'grammar', grammar: 'root ::= "a"' }, param: 'response_format.type' },
  { tools: [add, strictAdd], param: 'tools[1].function.strict' },
  { tools: [strictAdd], tool_choice: null, param: 'tools[0].function.strict' },
  { messages: [{ role: 'assistant', content: 'Hi.', audio: { id: 'a' } }], param: 'messages[0].audio' },
])('$param is named when it is not supported', ({ param, ...fields }) => {
  expect(errorOf(fields)).toMatchObject({ code: 'unsupported_parameter', param })
})

test.each([
  { n: 1, logprobs: false, top_logprobs: 0, logit_bias: {}, frequency_penalty: 0, presence_penalty: 0 },
  { response_format: { type: 'text' }, modalities: ['text'], tool_choice: 'auto', parallel_tool_calls: true, store: false },
  { n: 4, logprobs: true, top_logprobs: 3, logit_bias: { 50256: -100 }, frequency_penalty: 0.5, presence_penalty: -1 },
  { repeat_penalty: 1.1, repeat_last_n: -1, dry_multiplier: 0.8, dry_penalty_last_n: -1, xtc_probability: 0.5, xtc_threshold: 0.1 },
  { typical_p: 1, top_n_sigma: -1, dynatemp_range: 0, mirostat: 0, ignore_eos: true, grammar: 'root ::= "a"' },
  { response_format: { type: 'json_object' }, reasoning_effort: 'none', truncation: 'auto', verbosity: 'medium' },
  { response_format: { type: 'json_schema', json_schema: { name: 'answer', schema: {}, strict: true } }, tools: [strictAdd] },
  { tools: [strictAdd], tool_choice: 'required', parallel_tool_calls: false },
  { tools: [strictAdd], tool_choice: { type: 'function', function: { name: 'add' } } },
  { user: 'me', metadata: { team: 'a' }, service_tier: 'auto', stream_options: { include_usage: true }, prompt_cache_key: 'k' },
  { n: null, temperature: null, top_p: null, seed: null, stop: null, stream: null, tools: null, audio: null, max_tokens: null },
  { stop: 'END', max_tokens: 5, max_completion_tokens: 5, seed: 4_294_967_294, temperature: 2, top_p: 1, top_k: 40, min_p: 0.1 },
  { messages: [{ role: 'developer', content: [{ type: 'text', text: 'Be brief.' }] }, ...messages] },
])('%o is accepted without a warning', (fields) => {
  expect(parse(fields).warnings).toEqual([])
})

test.each([
  { fields: { model: undefined }, param: 'model' },
  { fields: { model: 7 }, param: 'model' },
  { fields: { messages: undefined }, param: 'messages' },
  { fields: { messages: [] }, param: 'messages' },
  { fields: { messages: ['Hi.'] }, param: 'messages[0]' },
  { fields: { messages: [{ role: 'robot', content: 'Hi.' }] }, param: 'messages[0].role' },
  { fields: { messages: [{ role: 'user' }] }, param: 'messages[0].content' },
  { fields: { messages: [{ role: 'user', content: 7 }] }, param: 'messages[0].content' },
  { fields: { messages: [{ role: 'user', content: [{ type: 'text' }] }] }, param: 'messages[0].content[0].text' },
  { fields: { messages: [{ role: 'assistant', content: null }] }, param: 'messages[0].content' },
  { fields: { messages: [{ role: 'tool', content: '3' }] }, param: 'messages[0].tool_call_id' },
  { fields: { temperature: 2.1 }, param: 'temperature' },
  { fields: { temperature: '1' }, param: 'temperature' },
  { fields: { top_p: -0.1 }, param: 'top_p' },
  { fields: { seed: -1 }, param: 'seed' },
  { fields: { seed: 4_294_967_295 }, param: 'seed' },
  { fields: { max_tokens: 0 }, param: 'max_tokens' },
  { fields: { max_tokens: 5, max_completion_tokens: 6 }, param: 'max_tokens' },
  { fields: { stop: '' }, param: 'stop' },
  { fields: { stop: ['a', 'b', 'c', 'd', 'e'] }, param: 'stop' },
  { fields: { stream: 'yes' }, param: 'stream' },
  { fields: { n: 0 }, param: 'n' },
  { fields: { top_logprobs: 2 }, param: 'top_logprobs' },
  { fields: { logprobs: true, top_logprobs: 21 }, param: 'top_logprobs' },
  { fields: { logit_bias: { hello: 1 } }, param: 'logit_bias' },
  { fields: { logit_bias: { 7: 101 } }, param: 'logit_bias.7' },
  { fields: { repeat_last_n: 0 }, param: 'repeat_last_n' },
  { fields: { grammar: 'root ::= "a"', response_format: { type: 'json_object' } }, param: 'grammar' },
  { fields: { response_format: { type: 'json_schema', json_schema: { name: 'answer' } } }, param: 'response_format.json_schema.schema' },
  { fields: { tool_choice: 'always' }, param: 'tool_choice' },
  { fields: { tools: [{ type: 'function', function: {} }] }, param: 'tools[0].function.name' },
])('$fields is invalid at $param', ({ fields, param }) => {
  expect(errorOf(fields)).toMatchObject({ code: 'invalid_request', param })
})

test('a problem is said in words', () => {
  expect(errorOf({ messages: [{ role: 'user', content: 7 }] }).message).toContain('expected a text or an array of text parts.')
  expect(errorOf({ messages: [{ role: 'robot' }] }).message).toContain('expected system, developer, user, assistant or tool.')
  expect(errorOf({ temperature: 'hot' }).message).toContain('expected a number from 0 to 2, not a text.')
})

test.each([
  { body: undefined, code: 'invalid_json', param: null },
  { body: [], code: 'invalid_request', param: 'body' },
  { body: 'Hi.', code: 'invalid_request', param: 'body' },
  { body: null, code: 'invalid_request', param: 'body' },
])('the body $body is $code', ({ body, code, param }) => {
  expect(() => parseBody(chatCompletionRequest, body)).toThrow(
    expect.objectContaining({ code, details: expect.objectContaining(param ? { param } : {}) }),
  )
})

test('unknown fields are accepted and named', () => {
  const { warnings } = parse({ colour: 'red', messages: [{ role: 'user', name: 'Ann', content: 'Hi.' }] })
  expect(warnings).toEqual(['The field "colour" is unknown and was ignored.'])
})
