import type { ChildProcess } from 'node:child_process'
import { expect, onTestFinished, test, vi } from 'vitest'
import { canaryConfig } from '../../config/canary-config.ts'
import { verifyModel } from '../../models/verify-model.ts'
import type { FromEngine } from '../process/engine-messages.ts'
import { createProcessEngine } from '../process/process-engine.ts'
import type { spawnEngine } from '../process/spawn-engine.ts'
import type { StepReport } from './prefill-budget.ts'

// It loads an engine, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

const children: ChildProcess[] = []
vi.mock('../process/spawn-engine.ts', async (importOriginal) => {
  const original = await importOriginal<{ spawnEngine: typeof spawnEngine }>()
  return {
    spawnEngine: (...args: Parameters<typeof spawnEngine>) => {
      const spawned = original.spawnEngine(...args)
      children.push(spawned.child)
      return spawned
    },
  }
})

test('a step of all slots is at most one message', async () => {
  const [config] = canaryConfig().models
  if (!config) throw new Error('The canary config has a model.')
  const steps: StepReport[] = []
  const engine = await createProcessEngine(await verifyModel(config), {
    slots: 4,
    noProgressMs: 120_000,
    onStep: (step) => steps.push(step),
  })
  onTestFinished(() => engine[Symbol.asyncDispose]())
  const messages: Extract<FromEngine, { type: 'news' }>[] = []
  children.at(-1)?.on('message', (message: FromEngine) => message.type === 'news' && messages.push(message))

  // Long enough that the first is not over before the last has begun, however slow the machine is.
  const chats = ['one', 'two', 'three', 'four'].map((content) =>
    Array.fromAsync(engine.chat({ messages: [{ role: 'user', content }], sampling: { temperature: 0 }, maxTokens: 600, ignoreEos: true })),
  )
  await Promise.all(chats)

  expect(steps.some(({ slots }) => slots === 4)).toBe(true)
  expect(steps.some(({ promptTokens }) => promptTokens > 0)).toBe(true)
  expect(messages.flatMap((message) => message.steps)).toHaveLength(steps.length)
  // The ends that follow the last step may need one of their own.
  expect(messages.filter((message) => message.steps.length === 0).length).toBeLessThanOrEqual(1)
})
