import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { routerSubject } from './router-subject.ts'

const path = fileURLToPath(new URL('../../../../models/canary/canary-embedding.gguf', import.meta.url))

test('texts are embedded in as many dimensions as were asked for', async () => {
  const { router } = await routerSubject({ models: [{ path }] })
  await router.start()
  const { decision, result } = await router.embed({}, ['a small house', 'a red car'], { dimensions: 3 })
  expect(decision).toEqual({ model: 'm0', reason: 'first that can' })
  expect(result.vectors.map((vector) => vector.length)).toEqual([3, 3])
  expect(result.promptTokens).toBe(6)
})
