import { afterAll, beforeAll, expect, test } from 'vitest'
import { canaryConfig } from '../config/canary-config.ts'
import type { Model } from '../models/model.ts'
import { verifyModel } from '../models/verify-model.ts'
import { createTokenizer, type Tokenizer } from './create-tokenizer.ts'
import type { Engine } from './engine.ts'
import { createLlamaEngine } from './llama/llama-engine.ts'

let model: Model
let tokenizer: Tokenizer
let engine: Engine
beforeAll(async () => {
  const [config] = canaryConfig().models
  if (!config) throw new Error('The canary config has a model.')
  model = await verifyModel(config)
  tokenizer = await createTokenizer(model)
  engine = await createLlamaEngine(model, { slots: 1 })
})
afterAll(async () => {
  await tokenizer[Symbol.asyncDispose]()
  await engine[Symbol.asyncDispose]()
})

const texts = ['', 'What is 3 plus 4?', '你好 🦊', ' \n\t', 'naïve café', '<|im_start|>user']

test.each(texts)('without weights %j has the same tokens as with them', async (text) => {
  const tokens = await engine.tokenize(text)
  expect(await tokenizer.encode(text)).toEqual(tokens)
  expect(await tokenizer.count(text)).toBe(tokens.length)
  expect(await tokenizer.decode(tokens)).toBe(text)
})

test('special tokens are recognised, and shown, only when asked for', async () => {
  const [control = ''] = model.gguf.controlTokens
  const tokens = await tokenizer.encode(control, { special: true })
  expect(tokens).toHaveLength(1)
  expect(await tokenizer.count(control)).toBeGreaterThan(1)
  expect(await tokenizer.decode(tokens)).toBe(control)
  expect(await tokenizer.decode(tokens, { special: false })).toBe('')
})

test('a chat has as many tokens as the engine counts', async () => {
  const messages = [
    { role: 'system' as const, content: 'Be brief.' },
    { role: 'user' as const, content: 'What is 3 plus 4?' },
  ]
  expect(await tokenizer.countChat({ messages })).toBe((await engine.promptTokens({ messages, sampling: {} })).length)
})

test('an id that is no token is refused, and the tokenizer goes on', async () => {
  await expect(tokenizer.decode([1e9])).rejects.toMatchObject({ code: 'invalid_request' })
  expect(await tokenizer.count('still here')).toBeGreaterThan(0)
})
