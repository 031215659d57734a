import type { Router } from '@honestai/core'
import { expect, test } from 'vitest'
import { ask } from '../../../testing/ask.ts'
import { createFakeRouter } from '../../../testing/fake-router.ts'
import { serverWith } from '../../../testing/server-with.ts'

const { runTask } = createFakeRouter()

/** Judges every text that says so to be unsafe. */
function judging() {
  const asked: unknown[] = []
  const judge = (async (task, input, options) => {
    asked.push([task, input, options?.model])
    const unsafe = input.includes('unsafe')
    const label = unsafe ? 'unsafe' : 'safe'
    const probabilities = unsafe ? { safe: 0.25, unsafe: 0.75 } : { safe: 0.75, unsafe: 0.25 }
    return { ...(await runTask(task, input)), output: { label, probability: 0.75, probabilities, safe: !unsafe } }
  }) as Router['runTask']
  const app = serverWith({ runTask: judge })
  return { asked, moderate: (body: object) => ask(app, '/v1/moderations', body) }
}

test('each input is judged in the shape of OpenAI, by the labels of the task alone', async () => {
  const { moderate, asked } = judging()
  const input = ['safe words', { type: 'text', text: 'unsafe words' }]
  expect((await moderate({ input })).json()).toEqual({
    id: expect.stringMatching(/^modr-/),
    model: 'canary',
    results: [
      {
        flagged: false,
        categories: { unsafe: false },
        category_scores: { unsafe: 0.25 },
        category_applied_input_types: { unsafe: ['text'] },
      },
      {
        flagged: true,
        categories: { unsafe: true },
        category_scores: { unsafe: 0.75 },
        category_applied_input_types: { unsafe: ['text'] },
      },
    ],
    honestai: {
      model: 'canary',
      reason: 'named by the request',
      warnings: [expect.stringContaining('the other categories of OpenAI were not')],
    },
  })
  expect(asked).toEqual([
    ['content_moderation', 'safe words', undefined],
    ['content_moderation', 'unsafe words', undefined],
  ])
})

test('a model may be named, or the task', async () => {
  const { moderate, asked } = judging()
  await moderate({ input: 'a', model: 'canary' })
  await moderate({ input: 'b', model: 'task:content_moderation' })
  expect(asked).toEqual([
    ['content_moderation', 'a', 'canary'],
    ['content_moderation', 'b', undefined],
  ])
})

test.each([
  { body: { input: '' }, code: 'invalid_request', param: 'input' },
  { body: { input: [{ type: 'image_url', image_url: { url: 'data:,' } }] }, code: 'unsupported_parameter', param: 'input[0].type' },
  { body: { input: 'a', model: 'task:general_reasoning' }, code: 'invalid_request', param: 'model' },
])('$body is refused', async ({ body, code, param }) => {
  expect((await judging().moderate(body)).json().error).toMatchObject({ code, param })
})
