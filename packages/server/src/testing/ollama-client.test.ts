import { canaryConfig, digestOfKey, routerError } from '@honestai/core'
import { Ollama } from 'ollama'
import { expect, test } from 'vitest'
import { chatWith } from './fake-router.ts'
import { serveCanary } from './serve-canary.ts'
import { listening } from './server-with.ts'

const url = await serveCanary()
const client = new Ollama({ host: url })
const messages = [{ role: 'user', content: 'What is the capital of France?' }]
const ask = { model: 'canary', messages, options: { temperature: 0 } }
const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'Current weather of a city.',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
}
const durations = ['total_duration', 'load_duration', 'prompt_eval_duration', 'eval_duration'] as const

test('a chat is answered, with its counts and true durations', async () => {
  const started = performance.now()
  const answer = await client.chat(ask)
  const tookNs = (performance.now() - started) * 1e6
  expect(answer.message).toEqual({ role: 'assistant', content: 'The capital of France is Paris.' })
  expect(answer).toMatchObject({ model: 'canary', done: true, done_reason: 'stop' })
  expect(answer.eval_count).toBeGreaterThan(3)
  for (const name of durations) expect(Number.isInteger(answer[name]) && answer[name] >= 0, name).toBe(true)
  const { total_duration: total, prompt_eval_duration: prompt, eval_duration: answering } = answer
  expect(total).toBeLessThanOrEqual(tookNs)
  expect(prompt + answering).toBeLessThanOrEqual(total)
  expect(answering).toBeGreaterThan(0)
})

test('a stream says what the whole says', async () => {
  const parts = await Array.fromAsync(await client.chat({ ...ask, stream: true }))
  expect(parts.map(({ message }) => message.content).join('')).toBe('The capital of France is Paris.')
  const whole = await client.chat(ask)
  expect(parts.at(-1)).toMatchObject({
    done: true,
    done_reason: 'stop',
    eval_count: whole.eval_count,
    prompt_eval_count: whole.prompt_eval_count,
  })
  expect(parts.slice(0, -1).every(({ done }) => !done)).toBe(true)
})

test('a prompt is answered, whole, streamed and raw', async () => {
  const { model, options } = ask
  const prompt = 'What is the capital of France?'
  expect((await client.generate({ model, prompt, options })).response).toBe('The capital of France is Paris.')
  const parts = await Array.fromAsync(await client.generate({ model, prompt, options, stream: true }))
  expect(parts.map(({ response }) => response).join('')).toBe('The capital of France is Paris.')
  const raw = await client.generate({ model, prompt: 'Once', raw: true, options: { num_predict: 3 } })
  expect(raw).toMatchObject({ done_reason: 'length', eval_count: 3 })
})

test('a tool is called with an object of arguments, and its result answered', async () => {
  const question = { role: 'user', content: 'What is the weather in Paris?' }
  const called = await client.chat({ ...ask, messages: [question], tools: [weather] })
  expect(called.message.tool_calls).toMatchObject([{ function: { name: 'get_weather', arguments: { city: 'Paris' } } }])
  const result = { role: 'tool', content: '{"weather": "sunny"}', tool_name: 'get_weather' }
  const { message } = await client.chat({ ...ask, messages: [question, called.message, result], tools: [weather] })
  expect(message.content).toContain('sunny')
})

test('an answer keeps to JSON, and to a schema', async () => {
  const city = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false }
  const held = await client.chat({ ...ask, format: city, options: { temperature: 0, num_predict: 100 } })
  expect(JSON.parse(held.message.content)).toEqual({ city: expect.any(String) })
  const free = await client.chat({ ...ask, format: 'json', options: { temperature: 0, num_predict: 20 } })
  expect(free.message.content).toMatch(/^\s*\{/)
})

test('log probabilities are told', async () => {
  const { logprobs } = await client.chat({ ...ask, logprobs: true, top_logprobs: 2 })
  expect(logprobs?.[0]).toMatchObject({ token: expect.any(String), logprob: expect.any(Number) })
  expect(logprobs?.[0]?.top_logprobs).toHaveLength(2)
})

test('texts are embedded, several and in the older form', async () => {
  const { embeddings, prompt_eval_count } = await client.embed({ model: 'canary-embedding', input: ['One.', 'Two.'] })
  expect(embeddings).toHaveLength(2)
  expect(prompt_eval_count).toBeGreaterThan(2)
  const { embedding } = await client.embeddings({ model: 'canary-embedding', prompt: 'One.' })
  expect(embedding).toHaveLength(embeddings[0]?.length ?? 0)
})

test('models are listed, shown, running, and let go', async () => {
  const { models } = await client.list()
  expect(models.map(({ name }) => name)).toEqual(['canary', 'canary-embedding'])
  expect(models[0]).toMatchObject({ size: expect.any(Number), details: { format: 'gguf', family: 'qwen2' } })
  const shown = await client.show({ model: 'canary:latest' })
  expect(shown.capabilities).toEqual(expect.arrayContaining(['completion', 'tools']))
  expect(shown.model_info).toHaveProperty(['general.architecture'], 'qwen2')
  await client.generate({ model: 'canary', prompt: '' })
  expect((await client.ps()).models.map(({ name }) => name)).toContain('canary')
  expect(await client.generate({ model: 'canary', prompt: '', keep_alive: 0 })).toMatchObject({ done_reason: 'unload' })
  expect((await client.ps()).models.map(({ name }) => name)).not.toContain('canary')
  const answer = await client.chat({ ...ask, keep_alive: 0 })
  expect(answer.load_duration).toBeGreaterThan(0)
  expect((await client.version()).version).toMatch(/^\d+\.\d+\.\d+$/)
})

test('a stream ends when the client leaves', async () => {
  const stream = await client.chat({ ...ask, messages: [{ role: 'user', content: 'Count to 30.' }], stream: true })
  const read = async () => {
    for await (const _ of stream) stream.abort()
  }
  await expect(read()).rejects.toThrow(/abort/)
})

test.each([
  {
    title: 'images',
    asked: () => client.chat({ ...ask, messages: [{ role: 'user', content: 'What?', images: ['aGk='] }] }),
    says: /"messages\[0\]\.images" is not supported/,
  },
  { title: 'mirostat', asked: () => client.chat({ ...ask, options: { mirostat: 2 } }), says: /"options\.mirostat" is not supported/ },
  {
    title: 'a temperature out of range',
    asked: () => client.chat({ ...ask, options: { temperature: 9 } }),
    says: /"options\.temperature" is not valid/,
  },
  {
    title: 'a template',
    asked: () => client.generate({ model: 'canary', prompt: 'Hi', template: '{{ .Prompt }}' }),
    says: /"template" is not supported/,
  },
  {
    title: 'a suffix',
    asked: () => client.generate({ model: 'canary', prompt: 'Hi', suffix: 'there' }),
    says: /Filling a gap with canary is not supported/,
  },
  { title: 'a model that there is not', asked: () => client.chat({ ...ask, model: 'llama3.2' }), says: /llama3\.2.*canary/s },
  { title: 'a pull', asked: () => client.pull({ model: 'llama3.2' }), says: /honestai pull/ },
  { title: 'a push', asked: () => client.push({ model: 'canary' }), says: /not supported/ },
  { title: 'a new model', asked: () => client.create({ model: 'x', from: 'canary' }), says: /not supported/ },
  { title: 'a copy', asked: () => client.copy({ source: 'canary', destination: 'x' }), says: /not supported/ },
  { title: 'a deletion', asked: () => client.delete({ model: 'canary' }), says: /not supported/ },
])('$title is refused in words that say what to do', async ({ asked, says }) => {
  await expect(asked()).rejects.toMatchObject({ name: 'ResponseError', message: expect.stringMatching(says) })
})

test('what is only a hint is accepted, and named', async () => {
  const answer = await client.chat({ ...ask, keep_alive: '5m', options: { temperature: 0, num_ctx: 8192, num_thread: 2 } })
  const { warnings } = (answer as unknown as { honestai: { warnings: string[] } }).honestai
  expect(warnings.join()).toMatch(/num_ctx.*num_thread.*keep_alive/s)
})

test('a key is asked for in words of the client', async () => {
  const locked = await listening({}, { config: canaryConfig(), apiKeys: { digests: [digestOfKey('right')], worldReadable: false } })
  await expect(new Ollama({ host: locked.url }).chat(ask)).rejects.toMatchObject({ status_code: 401 })
  const headers = { authorization: 'Bearer right' }
  await expect(new Ollama({ host: locked.url, headers }).chat(ask)).resolves.toMatchObject({ done: true })
})

test('the client throws when a stream that began breaks', async () => {
  const broken = await listening({
    chat: chatWith(async function* () {
      yield { type: 'text-delta', text: 'Par' }
      throw routerError('engine_crashed', { model: 'canary', reason: 'SIGKILL.' })
    }),
  })
  const stream = await new Ollama({ host: broken.url }).chat({ ...ask, stream: true })
  await expect(Array.fromAsync(stream)).rejects.toThrow(/canary/)
})
