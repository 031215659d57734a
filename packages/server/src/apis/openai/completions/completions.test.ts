import { type ChatRequest, type Router, routerError } from '@honestai/core'
import { expect, test } from 'vitest'
import { ask } from '../../../testing/ask.ts'
import { chatWith, fakeUsage, yieldEvents } from '../../../testing/fake-router.ts'
import { serverWith } from '../../../testing/server-with.ts'

/** A router that answers every prompt with its own text, and tells what it was asked. */
function echoing() {
  const asked: ChatRequest[] = []
  const chat: Router['chat'] = (target, request, options) => {
    asked.push(request)
    const choices = request.choices ?? 1
    const token = { id: 2, text: 'two', bytes: [116, 119, 111], logprob: -0.5 }
    const logprobs = request.logprobs ? { logprobs: [{ ...token, top: [token] }] } : {}
    return chatWith(() =>
      yieldEvents([
        { type: 'start', promptTokens: 12, cachedTokens: 4 },
        ...Array.from({ length: choices }, (_, choice) => ({ type: 'text-delta' as const, text: 'two', choice, ...logprobs })),
        { type: 'end', reason: 'length', usage: fakeUsage, tokens: [], choices: Array(choices).fill({ reason: 'length', tokens: [] }) },
      ]),
    )(target, request, options)
  }
  return { app: serverWith({ chat }), asked }
}

const chunksOf = (body: string) => body.split('\n\n').flatMap((frame) => (frame.startsWith('data: {') ? [JSON.parse(frame.slice(6))] : []))

test('a prompt is answered in the shape of OpenAI, with at most 16 tokens unless more are asked for', async () => {
  const { app, asked } = echoing()
  expect((await ask(app, '/v1/completions', { temperature: 0 })).json()).toMatchObject({
    id: expect.stringMatching(/^cmpl-/),
    object: 'text_completion',
    model: 'canary',
    choices: [{ index: 0, text: 'two', logprobs: null, finish_reason: 'length' }],
    usage: { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 },
    honestai: { model: 'canary' },
  })
  expect(asked).toMatchObject([{ messages: [], prompt: 'One,', maxTokens: 16, sampling: { temperature: 0 } }])
})

test('answers are numbered through all prompts, and their counts are added up', async () => {
  const { app, asked } = echoing()
  const { choices, usage } = (await ask(app, '/v1/completions', { prompt: ['a', 'b'], n: 2, echo: true })).json()
  expect(choices.map(({ index, text }: { index: number; text: string }) => [index, text])).toEqual([
    [0, 'atwo'],
    [1, 'atwo'],
    [2, 'btwo'],
    [3, 'btwo'],
  ])
  expect(usage).toMatchObject({ prompt_tokens: 24, completion_tokens: 6 })
  expect(asked.map(({ prompt, choices }) => [prompt, choices])).toEqual([
    ['a', 2],
    ['b', 2],
  ])
})

test.each([
  { prompt: [7, 8], prompts: [[7, 8]] },
  { prompt: [[7], [8]], prompts: [[7], [8]] },
])('token ids $prompt reach the engine as they are', async ({ prompt, prompts }) => {
  const { app, asked } = echoing()
  await ask(app, '/v1/completions', { prompt, parse_special: true })
  expect(asked.map((request) => [request.prompt, request.parseSpecial])).toEqual(prompts.map((ids) => [ids, true]))
})

test('log probabilities stand side by side, with the place of each token', async () => {
  const { choices } = (await ask(echoing().app, '/v1/completions', { logprobs: 1 })).json()
  expect(choices[0].logprobs).toEqual({ tokens: ['two'], token_logprobs: [-0.5], top_logprobs: [{ two: -0.5 }], text_offset: [0] })
})

test('a stream says the same piece by piece', async () => {
  const { body } = await ask(echoing().app, '/v1/completions', { stream: true, echo: true, stream_options: { include_usage: true } })
  const chunks = chunksOf(body)
  expect(chunks.map(({ choices: [choice] }) => [choice?.text, choice?.finish_reason])).toEqual([
    ['One,', null],
    ['two', null],
    ['', 'length'],
    [undefined, undefined],
  ])
  expect(new Set(chunks.map(({ id }) => id)).size).toBe(1)
  expect(chunks.map(({ usage }) => usage?.total_tokens ?? usage)).toEqual([null, null, null, 15])
  expect(chunks.at(-1)).toMatchObject({ honestai: { model: 'canary' } })
  expect(body.endsWith('data: [DONE]\n\n')).toBe(true)
})

test('a stream that breaks ends with an error and no [DONE]', async () => {
  const chat = chatWith(async function* () {
    yield { type: 'text-delta', text: 'two' }
    throw routerError('engine_crashed', { model: 'canary', reason: 'SIGKILL.' })
  })
  const { body } = await ask(serverWith({ chat }), '/v1/completions', { stream: true })
  expect(body).toMatch(/event: error\ndata: .*engine_crashed.*\n\n$/)
  expect(body).not.toContain('[DONE]')
})

test.each([
  { fields: { suffix: 'end' }, code: 'unsupported_parameter', param: 'suffix' },
  { fields: { best_of: 2 }, code: 'unsupported_parameter', param: 'best_of' },
  { fields: { echo: true, logprobs: 0 }, code: 'unsupported_parameter', param: 'echo' },
  { fields: { response_format: { type: 'json_object' } }, code: 'unsupported_parameter', param: 'response_format' },
  { fields: { model: 'task:intent_classification' }, code: 'unsupported_parameter', param: 'prompt' },
  { fields: { prompt: '' }, code: 'invalid_request', param: 'prompt' },
  { fields: { prompt: [] }, code: 'invalid_request', param: 'prompt' },
  { fields: { prompt: Array(2049).fill('a') }, code: 'too_many_items', param: 'prompt' },
])('$param is refused in $fields', async ({ fields, code, param }) => {
  expect((await ask(serverWith(), '/v1/completions', fields)).json().error).toMatchObject({ code, param })
})
