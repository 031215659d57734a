import { expect, onTestFinished, test } from 'vitest'
import type { ChatRequest } from '../chat/chat.ts'
import { canaryConfig } from '../config/canary-config.ts'
import { verifyModel } from '../models/verify-model.ts'
import { createLlamaEngine } from './llama-engine.ts'

test('special tokens in a prompt stay text unless they are to be recognised', async () => {
  const [config] = canaryConfig().models
  if (!config) throw new Error('The canary config has a model.')
  const model = await verifyModel(config)
  const engine = await createLlamaEngine(model, { slots: 0, vocabularyOnly: true })
  onTestFinished(() => engine[Symbol.asyncDispose]())
  const [control = ''] = model.gguf.controlTokens
  const request: ChatRequest = { messages: [], prompt: `${control}hello`, sampling: {} }
  const special = await engine.tokenize(control, { special: true })
  expect(special).toHaveLength(1)
  expect(await engine.promptTokens(request)).not.toContain(special[0])
  expect(await engine.promptTokens({ ...request, parseSpecial: true })).toContain(special[0])
})
