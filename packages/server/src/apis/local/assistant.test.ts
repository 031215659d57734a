import { routerError } from '@honestai/core'
import { expect, test } from 'vitest'
import { ask, eventsOf } from '../../testing/ask.ts'
import { chatWith } from '../../testing/fake-router.ts'
import { serverWith } from '../../testing/server-with.ts'
import { assistantEventResponse } from './assistant-response.ts'

const crash = routerError('engine_crashed', { model: 'canary', reason: 'SIGKILL.' })

test('an answer comes with the trace of its steps', async () => {
  const answer = (await ask(serverWith(), '/v1/assistant', { colour: 'red' })).json()
  expect(answer).toMatchObject({
    outcome: 'answered',
    text: 'Paris.',
    intent: { label: 'booking' },
    warnings: ['The field "colour" is unknown and was ignored.'],
  })
  expect(answer.steps.map(({ step }: { step: string }) => step)).toEqual(['moderation', 'intent', 'context', 'reasoning'])
})

test('a stream tells each step, the text, and at last the whole', async () => {
  const { headers, body } = await ask(serverWith(), '/v1/assistant', { stream: true })
  expect(headers['content-type']).toBe('text/event-stream; charset=utf-8')
  const events = eventsOf(body)
  for (const { data } of events) assistantEventResponse.parse(data)
  expect(events.map(({ type }) => type)).toEqual([
    ...Array(3).fill('step-end'),
    'start',
    'text-delta',
    'text-delta',
    'step-end',
    'assistant-end',
  ])
  expect(events.at(-1)?.data).toEqual({
    type: 'assistant-end',
    result: { ...(await ask(serverWith(), '/v1/assistant')).json(), steps: expect.any(Array) },
  })
})

test('an error names the step in which it happened, before the stream and in it', async () => {
  const failing = serverWith({ runTask: () => Promise.reject(crash) })
  const response = await ask(failing, '/v1/assistant')
  expect([response.statusCode, response.json().error]).toMatchObject([503, { code: 'engine_crashed', step: 'moderation' }])
  const chat = chatWith(async function* () {
    yield { type: 'text-delta', text: 'Par' }
    throw crash
  })
  const last = eventsOf((await ask(serverWith({ chat }), '/v1/assistant', { stream: true })).body).at(-1)
  expect(last).toMatchObject({ type: 'error', data: { error: { code: 'engine_crashed', step: 'reasoning' } } })
})

test.each([
  { fields: { n: 2 }, param: 'n' },
  { fields: { logprobs: true }, param: 'logprobs' },
  { fields: { truncation: 'disabled' }, param: 'truncation' },
])('$param is refused', async ({ fields, param }) => {
  expect((await ask(serverWith(), '/v1/assistant', fields)).json().error).toMatchObject({ code: 'unsupported_parameter', param })
})
