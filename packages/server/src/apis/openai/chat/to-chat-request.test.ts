import { expect, test } from 'vitest'
import { chatCompletionRequest } from './chat-completion-request.ts'
import { toChatRequest } from './to-chat-request.ts'

const ask = (fields: object) =>
  toChatRequest(chatCompletionRequest.parse({ model: 'canary', messages: [{ role: 'user', content: 'Hi.' }], ...fields }))

test('every role reaches the engine, developer as system', () => {
  const call = { id: 'call_1', type: 'function', function: { name: 'add', arguments: '{"a":1}' } }
  const { messages } = ask({
    messages: [
      { role: 'developer', content: 'Be brief.' },
      { role: 'system', content: 'Be kind.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is ' },
          { type: 'text', text: '1 + 2?' },
        ],
      },
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'call_1', content: '3' },
      { role: 'assistant', content: 'Three.' },
    ],
  })
  expect(messages).toEqual([
    { role: 'system', content: 'Be brief.' },
    { role: 'system', content: 'Be kind.' },
    { role: 'user', content: 'What is \n1 + 2?', parts: ['What is ', '1 + 2?'] },
    { role: 'assistant', content: '', toolCalls: [{ id: 'call_1', name: 'add', arguments: '{"a":1}' }] },
    { role: 'tool', content: '3', toolCallId: 'call_1' },
    { role: 'assistant', content: 'Three.', toolCalls: undefined },
  ])
})

test('names, thoughts and variables of the template reach the engine', () => {
  const messages = [
    { role: 'user', content: 'Hi.', name: 'bob' },
    { role: 'assistant', content: 'Ho.', reasoning_content: 'Hm.' },
    { role: 'user', content: 'And?' },
  ]
  const fields = { messages, reasoning_effort: 'low', chat_template_kwargs: { colour: 'red' } }
  expect(ask(fields)).toMatchObject({
    messages: [{ name: 'bob' }, { reasoning: 'Hm.' }, { content: 'And?' }],
    reasoning: true,
    reasoningEffort: 'low',
    templateArguments: { colour: 'red' },
  })
  expect(ask({ enable_thinking: false }).reasoning).toBe(false)
})

test('sampling, limits and stops keep their values', () => {
  expect(ask({ temperature: 0, top_p: 0.9, top_k: 5, min_p: 0.1, seed: 7, max_tokens: 9, stop: 'END' })).toMatchObject({
    sampling: { temperature: 0, topP: 0.9, topK: 5, minP: 0.1, seed: 7 },
    maxTokens: 9,
    stop: ['END'],
  })
})

test('null asks for nothing', () => {
  expect(ask({ temperature: null, max_tokens: null, stop: null, tools: null })).toMatchObject({
    sampling: { temperature: undefined },
    maxTokens: undefined,
    stop: undefined,
    tools: undefined,
  })
})

const tools = [{ type: 'function', function: { name: 'add', description: null, parameters: { type: 'object', properties: {} } } }]

test('tools keep their schema', () => {
  expect(ask({ tools }).tools).toEqual([
    { type: 'function', function: { name: 'add', description: undefined, parameters: { type: 'object', properties: {} } } },
  ])
})

test('an empty list of tools is none', () => {
  expect(ask({ tools: [] }).tools).toBeUndefined()
})

test.each([
  { choice: 'none', toolChoice: 'none' },
  { choice: 'required', toolChoice: 'required' },
  { choice: { type: 'function', function: { name: 'add' } }, toolChoice: { name: 'add' } },
  { choice: null, toolChoice: undefined },
])('the tool choice $choice is asked as $toolChoice', ({ choice, toolChoice }) => {
  expect(ask({ tools, tool_choice: choice, parallel_tool_calls: false })).toMatchObject({ toolChoice, parallelToolCalls: false })
})

const schema = { type: 'object', properties: {} }

test.each([
  { fields: { response_format: { type: 'text' } }, format: { type: 'text' } },
  { fields: { response_format: { type: 'json_object' } }, format: { type: 'json-object' } },
  {
    fields: { response_format: { type: 'json_schema', json_schema: { name: 'answer', schema, strict: true } } },
    format: { type: 'json-schema', schema },
  },
  { fields: { grammar: 'root ::= "a"' }, format: { type: 'grammar', gbnf: 'root ::= "a"' } },
  { fields: {}, format: undefined },
])('$fields holds the answer to $format', ({ fields, format }) => {
  expect(ask(fields).responseFormat).toEqual(format)
})

test('samplers of OpenAI and llama.cpp reach the engine', () => {
  const { sampling } = ask({
    presence_penalty: 1,
    frequency_penalty: -1,
    repeat_penalty: 1.1,
    repeat_last_n: -1,
    logit_bias: { 7: -100, 12: 5 },
    dry_multiplier: 0.8,
    dry_base: 2,
    dry_allowed_length: 3,
    dry_penalty_last_n: 128,
    dry_sequence_breakers: ['\n'],
    xtc_probability: 0.5,
  })
  expect(sampling).toMatchObject({
    presencePenalty: 1,
    frequencyPenalty: -1,
    repeatPenalty: 1.1,
    penaltyWindowTokens: 65_536,
    logitBias: [
      { token: 7, bias: -100 },
      { token: 12, bias: 5 },
    ],
    dry: { multiplier: 0.8, base: 2, allowedLength: 3, windowTokens: 128, sequenceBreakers: ['\n'] },
    xtc: { probability: 0.5, threshold: 0.1 },
  })
})

test('llama.cpp turns DRY and XTC off with 0', () => {
  expect(ask({ dry_multiplier: 0, xtc_probability: 0 }).sampling).toMatchObject({ dry: undefined, xtc: undefined })
})

test('several answers, log probabilities and reasoning are asked for', () => {
  const fields = { n: 3, logprobs: true, top_logprobs: 2, reasoning_effort: 'none', ignore_eos: true }
  expect(ask(fields)).toMatchObject({ choices: 3, logprobs: { topTokens: 2 }, reasoning: false, ignoreEos: true })
  expect(ask({ logprobs: true, reasoning_effort: 'medium' })).toMatchObject({ logprobs: { topTokens: 0 }, reasoning: true })
})
