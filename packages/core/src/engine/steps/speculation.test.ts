import { expect, onTestFinished, test, vi } from 'vitest'
import type { ChatRequest } from '../../chat/chat.ts'
import { canaryConfig } from '../../config/canary-config.ts'
import { verifyModel } from '../../models/verify-model.ts'
import { createLlamaEngine } from '../llama/llama-engine.ts'
import type { StepReport } from './prefill-budget.ts'

// It loads an engine, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

test('guessed tokens come into an answer that copies its prompt, take fewer steps, and are counted', async () => {
  const [config] = canaryConfig().models
  if (!config) throw new Error('The canary config has a model.')
  const steps: StepReport[] = []
  const model = await verifyModel({ ...config, speculation: 'prompt-lookup' })
  const engine = await createLlamaEngine(model, { slots: 2, onStep: (step) => steps.push(step) })
  onTestFinished(() => engine[Symbol.asyncDispose]())
  const answer = async (request: Partial<ChatRequest>) => {
    const before = steps.length
    const prompt = 'one two three four five six '.repeat(8)
    for await (const event of engine.chat({
      messages: [],
      prompt,
      sampling: { temperature: 0 },
      maxTokens: 48,
      ignoreEos: true,
      ...request,
    })) {
      if (event.type === 'end') return { ...event, steps: steps.length - before }
    }
    throw new Error('The chat had no end.')
  }
  const plain = await answer({ speculation: false })
  const guessed = await answer({})
  expect(guessed.tokens).toEqual(plain.tokens)
  expect(guessed.steps).toBeLessThan(plain.steps)
  expect(guessed.usage.acceptedDraftTokens).toBeGreaterThan(0)
  expect(guessed.usage.draftTokens).toBeGreaterThanOrEqual(guessed.usage.acceptedDraftTokens ?? 0)
  for (const request of [{ sampling: { temperature: 0.5, seed: 1 } }, { logprobs: { topTokens: 1 } }, { choices: 2 }]) {
    expect((await answer(request)).usage.draftTokens).toBeUndefined()
  }
})
