import { expect, onTestFinished, test, vi } from 'vitest'
import { canaryConfig } from '../../config/canary-config.ts'
import { createRouter } from '../create-router.ts'
import { routerSubject, say } from '../router-subject.ts'

// It loads an engine, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

test('requests for several answers take a slot for each, so two of four choices on four slots both answer', async () => {
  const router = createRouter(canaryConfig())
  onTestFinished(() => router[Symbol.asyncDispose]())
  await router.start()
  const request = { ...say('What is 3 plus 4?'), choices: 4, maxTokens: 8 }
  const chats = await Promise.all([1, 2].map(() => Array.fromAsync(router.chat({ model: 'canary' }, request).events)))
  for (const events of chats) expect(events.at(-1)).toMatchObject({ type: 'end', choices: { length: 4 } })
  expect((await router.health())[0]).toMatchObject({ restarts: 0, slots: { active: 0 } })
})

test.each([3, 0, 1.5])('%d choices of a model with two slots are refused by name, and hold up nobody', async (choices) => {
  const { router, events } = await routerSubject({ models: [{ slots: 2 }] })
  await router.start()
  const chat = router.chat({ model: 'm0' }, { ...say('hello'), choices })
  await expect(Array.fromAsync(chat.events)).rejects.toMatchObject({ code: 'invalid_request', status: 400, details: { param: 'choices' } })
  expect(events.at(-1)).toMatchObject({ type: 'request-failed', errorCode: 'invalid_request' })
  expect((await router.health())[0]).toMatchObject({ slots: { active: 0 }, queue: { waiting: 0 } })
})
