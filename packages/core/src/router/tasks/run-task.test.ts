import { expect, test, vi } from 'vitest'
import type { ChatRequest } from '../../chat/chat.ts'
import { taskNames } from '../../config/schema/task-config.ts'
import type { Engine } from '../../engine/engine.ts'
import { answer, routerSubject, say } from '../router-subject.ts'

test('an input is classified with a label of the closed set, never with prose', async () => {
  const { router } = await routerSubject()
  await router.start()
  const result = await router.runTask('intent_classification', 'some weather please')
  expect(result).toMatchObject({ task: 'intent_classification', decision: { model: 'm0', reason: 'first that can' } })
  expect(result.output.label).toBe('weather')
  expect(result.output.probability).toBe(result.output.probabilities.weather)
  expect(Object.values(result.output.probabilities).reduce((sum, share) => sum + share)).toBeCloseTo(1)
  expect(result.usage.promptTokens).toBeGreaterThan(0)
})

test.each([
  { input: 'ordinary', safe: true },
  { input: 'unsafe', safe: false },
])('moderation of $input says whether it is safe', async ({ input, safe }) => {
  const { router } = await routerSubject({
    config: {
      tasks: { content_moderation: { prompt: '{text}', labels: ['ordinary', 'rude', 'unsafe'], safeLabels: ['ordinary', 'rude'] } },
    },
  })
  await router.start()
  expect((await router.runTask('content_moderation', input)).output).toMatchObject({ label: input, safe })
})

test('the prompt of the config goes around the input, whatever the input holds', async () => {
  const asked = vi.fn()
  const { router } = await routerSubject({
    config: { tasks: { general_reasoning: { prompt: 'Think: {text}!', maxCompletionTokens: 2 } } },
    alter: (engine) =>
      ({
        ...engine,
        chat: (request, signal) => {
          asked(request)
          return engine.chat(request, signal)
        },
      }) as Engine,
  })
  await router.start()
  const { output } = await router.runTask('general_reasoning', "$& {text} $'")
  expect(asked).toHaveBeenCalledWith(
    expect.objectContaining({ messages: [{ role: 'user', content: "Think: $& {text} $'!" }], maxTokens: 2 }),
  )
  expect(output).toEqual({ text: 'Think: $&', endReason: 'length' })
})

const schema = { type: 'object', properties: { n: { enum: [7] } }, required: ['n'], additionalProperties: false }

test('an answer keeps to the schema of the config, and comes parsed', async () => {
  const { router } = await routerSubject({ config: { tasks: { general_reasoning: { outputSchema: schema } } } })
  await router.start()
  const { output } = await router.runTask('general_reasoning', 'hello')
  expect(output).toEqual({ text: expect.any(String), endReason: 'stop', value: { n: 7 } })
  const cut = await routerSubject({
    config: { tasks: { general_reasoning: { outputSchema: { enum: ['a b c d'] }, maxCompletionTokens: 1 } } },
  })
  await cut.router.start()
  expect((await cut.router.runTask('general_reasoning', 'hello')).output).toEqual({ text: '"a', endReason: 'length' })
})

test('a schema that answers cannot be held to is a fault of the config, told at the start', async () => {
  const { router } = await routerSubject({ config: { tasks: { general_reasoning: { outputSchema: { not: {} } } } } })
  await expect(router.start()).rejects.toMatchObject({
    code: 'config_invalid',
    details: { faults: [{ path: 'tasks.general_reasoning.outputSchema' }] },
  })
})

test('a chat that names the task is done as the config says, all but a raw prompt', async () => {
  const { router } = await routerSubject({
    config: { tasks: { general_reasoning: { prompt: 'Think: {text}', maxInputTokens: 2, maxCompletionTokens: 3 } } },
  })
  await router.start()
  const target = { task: 'general_reasoning' as const }
  const text = (request: ChatRequest) => answer(router, target, request)
  const messages: ChatRequest['messages'] = [
    { role: 'user', content: 'old question' },
    { role: 'assistant', content: 'old answer' },
    { role: 'user', content: 'one two' },
  ]
  expect(await text({ messages, sampling: {} })).toBe('Think: one two')
  expect((await router.planContext(target, { messages, sampling: {} })).plan.messages.at(-1)?.content).toBe('Think: one two')
  await expect(text(say('one two three'))).rejects.toMatchObject({ code: 'input_too_long', details: { inputTokens: 3 } })
  expect(await text({ messages: [], prompt: 'a b c d e f', sampling: {} })).toBe('a b c')
  expect(await answer(router, {}, say('one two three four'))).toBe('one two three four')
})

test('the configured model does the task, unless the call names another', async () => {
  const { router } = await routerSubject({ models: [{}, {}], config: { tasks: { intent_classification: { model: 'm1' } } } })
  await router.start()
  expect((await router.runTask('intent_classification', 'x')).decision).toEqual({ model: 'm1', reason: 'configured for the task' })
  expect((await router.runTask('intent_classification', 'x', { model: 'm0' })).decision.model).toBe('m0')
})

test.each(taskNames)('an input beyond the limit of %s is refused with both counts', async (task) => {
  const { router } = await routerSubject({ config: { tasks: { [task]: { maxInputTokens: 2 } } } })
  await router.start()
  const error = await router.runTask(task, 'one two three').catch((reason) => reason)
  if (task === 'embedding_generation') expect(error.code).toBe('model_lacks_ability')
  else expect(error).toMatchObject({ code: 'input_too_long', details: { task, inputTokens: 3, maxInputTokens: 2 } })
})
