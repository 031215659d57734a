import { type Router, routerError } from '@honestai/core'
import { expect, test } from 'vitest'
import { ask } from '../../testing/ask.ts'
import { fakeUsage } from '../../testing/fake-router.ts'
import { serverWith } from '../../testing/server-with.ts'

const honestai = { model: 'canary', reason: 'named by the request' }

test('tasks are listed with their models, labels and limits, and without their prompts', async () => {
  const decide: Router['decide'] = ({ task }) => {
    if (task === 'embedding_generation') throw routerError('model_lacks_ability', { model: 'canary', ability: 'embed', able: [] })
    return { model: 'canary', reason: 'first that can' }
  }
  const { data } = (await serverWith({ decide }).inject({ url: '/v1/tasks' })).json()
  expect(data).toEqual([
    { id: 'general_reasoning', object: 'task', model: 'canary' },
    { id: 'intent_classification', object: 'task', model: 'canary', labels: expect.arrayContaining(['booking', 'weather']) },
    { id: 'content_moderation', object: 'task', model: 'canary', labels: ['safe', 'unsafe'], safeLabels: ['safe'] },
    { id: 'embedding_generation', object: 'task', model: null },
  ])
})

test.each([
  { task: 'general_reasoning', output: { text: 'Paris.', endReason: 'stop' } },
  { task: 'intent_classification', output: { label: 'booking', probability: 0.9, probabilities: { booking: 0.9, weather: 0.1 } } },
  { task: 'content_moderation', output: { label: 'safe', probability: 0.9, probabilities: { safe: 0.9, unsafe: 0.1 }, safe: true } },
  { task: 'embedding_generation', output: { vector: [0.5, -0.5, 0.25, 1] } },
])('$task is done', async ({ task, output }) => {
  const response = await ask(serverWith(), `/v1/tasks/${task}`, { input: 'Hi.' })
  expect(response.json()).toEqual({ task, output, usage: fakeUsage, durationMs: 1, honestai })
})

test.each([
  { task: 'poetry', body: { input: 'Hi.' }, status: 404, code: 'task_not_found', param: 'task' },
  { task: 'content_moderation', body: { input: '' }, status: 400, code: 'invalid_request', param: 'input' },
  { task: 'content_moderation', body: { text: 'Hi.' }, status: 400, code: 'invalid_request', param: 'input' },
])('$task refuses $body', async ({ task, body, status, code, param }) => {
  const response = await ask(serverWith(), `/v1/tasks/${task}`, body)
  expect([response.statusCode, response.json().error]).toMatchObject([status, { code, param }])
})
