import { expect, test } from 'vitest'
import type { ChatRequest } from '../chat/chat.ts'
import { config } from '../config/schema/config.ts'
import { createFakeEngine, type FakeEngine } from '../engine/contract/fake-engine.ts'
import { RouterError } from '../errors.ts'
import { createRouter } from '../router/create-router.ts'
import { canaryPath, say } from '../router/router-subject.ts'
import { createAssistant } from './create-assistant.ts'

/** An assistant over a fake engine that repeats what it is told, so that labels can be asked for. */
async function subject(tasks: object = {}) {
  const engines: FakeEngine[] = []
  const createEngine = async () => {
    engines.push(createFakeEngine())
    return engines.at(-1) as FakeEngine
  }
  const models = ['a', 'b'].map((id) => ({ id, path: canaryPath }))
  const router = createRouter(
    config.parse({ models, tasks: { content_moderation: { labels: ['fine', 'bad'], safeLabels: ['fine'] }, ...tasks } }),
    {
      createEngine,
    },
  )
  await router.start()
  return { router, assistant: createAssistant(router), engines }
}

test('moderation, intent, context and reasoning follow each other on one model, each with its trace', async () => {
  await using router = (await subject({ general_reasoning: { model: 'b' } })).router
  const result = await createAssistant(router).answer(say('some weather please'))
  expect(result).toMatchObject({ outcome: 'answered', text: 'some weather please', intent: { label: 'weather' } })
  expect(result.steps.map(({ step }) => step)).toEqual(['moderation', 'intent', 'context', 'reasoning'])
  expect(result.steps.every(({ decision, durationMs }) => decision.model === 'b' && durationMs >= 0)).toBe(true)
  expect(result.steps).toMatchObject([
    { label: 'fine', safe: true, usage: { promptTokens: expect.any(Number) } },
    { label: 'weather', probability: expect.any(Number) },
    { keptMessages: 1, dropped: [], promptTokens: 3 },
    { endReason: 'stop', usage: { completionTokens: 3 } },
  ])
})

test('input that is not safe stops it with a result', async () => {
  const { router, assistant } = await subject()
  await using _ = router
  const events = await Array.fromAsync(assistant.stream(say('something bad')))
  expect(events.map(({ type }) => type)).toEqual(['step-end', 'assistant-end'])
  expect(events.at(-1)).toMatchObject({
    result: { outcome: 'stopped', moderation: { label: 'bad' }, steps: [{ step: 'moderation', safe: false }] },
  })
})

test('the answer comes as it is made', async () => {
  const { router, assistant } = await subject()
  await using _ = router
  const events = await Array.fromAsync(assistant.stream(say('play music')))
  expect(events.map(({ type }) => type)).toEqual([
    'step-end',
    'step-end',
    'step-end',
    'start',
    'text-delta',
    'text-delta',
    'step-end',
    'assistant-end',
  ])
})

test('old turns are left out where the chat does not fit, and the trace says which', async () => {
  const { router, assistant } = await subject()
  await using _ = router
  const messages: ChatRequest['messages'] = [
    { role: 'user', content: 'old '.repeat(30) },
    { role: 'assistant', content: 'old '.repeat(30) },
    { role: 'user', content: 'new' },
  ]
  const result = await assistant.answer({ messages, sampling: {} })
  expect(result).toMatchObject({ outcome: 'answered', text: 'new' })
  expect(result.steps[2]).toMatchObject({ step: 'context', keptMessages: 1, dropped: [{ index: 0 }, { index: 1 }] })
})

// Each part of it is short enough to be judged, together they are not.
const tooLong: ChatRequest['messages'] = [
  { role: 'system', content: 'word '.repeat(60) },
  { role: 'user', content: 'one' },
]

test.each([
  { step: 'moderation', code: 'invalid_request', request: { messages: [{ role: 'system' as const, content: 'hi' }], sampling: {} } },
  { step: 'moderation', code: 'context_length_exceeded', request: say('word '.repeat(100)) },
  { step: 'intent', code: 'input_too_long', request: say('one two three') },
  { step: 'context', code: 'context_length_exceeded', request: { ...say('one'), messages: tooLong } },
])('an error of $step keeps its code $code and names the step', async ({ step, code, request }) => {
  const { router, assistant } = await subject({ intent_classification: { maxInputTokens: 2 } })
  await using _ = router
  const error = await assistant.answer(request).catch((reason) => reason)
  expect(error).toBeInstanceOf(RouterError)
  expect(error).toMatchObject({ step, code })
  expect(error.toBody().error.message).toContain(`"${step}"`)
})

test('a crash while it answers names the reasoning', async () => {
  const { router, assistant, engines } = await subject()
  await using _ = router
  const reading = (async () => {
    for await (const event of assistant.stream(say('one two three'))) if (event.type === 'text-delta') engines[0]?.kill()
  })()
  await expect(reading).rejects.toMatchObject({ step: 'reasoning', code: 'engine_crashed', retryable: true })
})
