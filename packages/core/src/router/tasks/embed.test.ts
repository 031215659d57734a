import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { routerSubject } from '../router-subject.ts'

const path = fileURLToPath(new URL('../../../../../models/canary/canary-embedding.gguf', import.meta.url))

test('texts are embedded in the prompt of the task that asks for it, and no longer than it allows', async () => {
  const tasks = { embedding_generation: { prompt: 'a small {text}', maxInputTokens: 2 } }
  const { router } = await routerSubject({ models: [{ path }], config: { tasks } })
  await router.start()
  const byTask = await router.embed({ task: 'embedding_generation' }, ['house'])
  const whole = await router.embed({}, ['a small house'])
  expect(byTask.result).toEqual(whole.result)
  await expect(router.embed({ task: 'embedding_generation' }, ['a small red house'])).rejects.toMatchObject({ code: 'input_too_long' })
})

test('texts are embedded in as many dimensions as were asked for', async () => {
  const { router } = await routerSubject({ models: [{ path }] })
  await router.start()
  const { decision, result } = await router.embed({}, ['a small house', 'a red car'], { dimensions: 3 })
  expect(decision).toEqual({ model: 'm0', reason: 'first that can' })
  expect(result.vectors.map((vector) => vector.length)).toEqual([3, 3])
  expect(result.promptTokens).toBe(6)
})

test('an embedding that names the task is done as the config says', async () => {
  const embedding = { prompt: 'query: {text}', maxInputTokens: 2, dimensions: 4 }
  const { router } = await routerSubject({ models: [{ path }], config: { tasks: { embedding_generation: embedding } } })
  await router.start()
  const target = { task: 'embedding_generation' as const }
  const { result } = await router.embed(target, ['one', 'one two'])
  expect([result.promptTokens, ...result.vectors.map((vector) => vector.length)]).toEqual([5, 4, 4])
  expect((await router.runTask('embedding_generation', 'one')).output.vector).toHaveLength(4)
  expect((await router.embed(target, ['one'], { dimensions: 2 })).result.vectors[0]).toHaveLength(2)
  expect((await router.embed({}, ['one two three'])).result.vectors[0]).toHaveLength(8)
})
