import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import type { ChatRequest } from '../../chat/chat.ts'
import { canaryConfig } from '../../config/canary-config.ts'
import type { Model } from '../../models/model.ts'
import { verifyModel } from '../../models/verify-model.ts'
import { createLlamaEngine } from './llama-engine.ts'

// Each loads a vocabulary, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

let canary: Model
beforeAll(async () => {
  const [config] = canaryConfig().models
  if (!config) throw new Error('The canary config has a model.')
  canary = await verifyModel(config)
})

/** An engine that only counts, over a model with another template. */
async function engineWith(chatTemplate = canary.gguf.chatTemplate) {
  const engine = await createLlamaEngine({ ...canary, gguf: { ...canary.gguf, chatTemplate } }, { slots: 0, vocabularyOnly: true })
  onTestFinished(() => engine[Symbol.asyncDispose]())
  return engine
}

const hello: ChatRequest = { messages: [{ role: 'user', content: 'hello' }], sampling: {} }

test('special tokens in a prompt stay text unless they are to be recognised', async () => {
  const engine = await engineWith()
  const [control = ''] = canary.gguf.controlTokens
  const request: ChatRequest = { messages: [], prompt: `${control}hello`, sampling: {} }
  const special = await engine.tokenize(control, { special: true })
  expect(special).toHaveLength(1)
  expect(await engine.promptTokens(request)).not.toContain(special[0])
  expect(await engine.promptTokens({ ...request, parseSpecial: true })).toContain(special[0])
})

test('a template that refuses a chat is told with its words and its line', async () => {
  const engine = await engineWith("{% if true %}\n{{ raise_exception('Only users may speak.') }}\n{% endif %}")
  await expect(engine.promptTokens(hello)).rejects.toMatchObject({
    code: 'template_failed',
    message: expect.stringMatching(/Line 2 .*Only users may speak/s),
  })
})

test('a request for reasoning turns the switch of the template', async () => {
  const engine = await engineWith('{{ messages[0].content }}{% if enable_thinking %} <think>{% else %} </think>{% endif %}')
  expect(await engine.renderPrompt({ ...hello, reasoning: true })).toBe('hello <think>')
  expect(await engine.renderPrompt({ ...hello, reasoning: false })).toBe('hello </think>')
})
