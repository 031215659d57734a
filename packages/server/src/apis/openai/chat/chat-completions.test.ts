import { type ChatEvent, type Router, routerError } from '@honestai/core'
import { expect, onTestFinished, test, vi } from 'vitest'
import { pingIntervalMs } from '../../../chat/server-sent-events.ts'
import { ask, askOver } from '../../../testing/ask.ts'
import { chatWith, createFakeRouter, fakeEvents, yieldEvents, yieldForever } from '../../../testing/fake-router.ts'
import { listening, serverWith } from '../../../testing/server-with.ts'

const crash = routerError('engine_crashed', { model: 'canary', reason: 'Its process was ended by SIGKILL.' })

async function* textThenCrash(): AsyncGenerator<ChatEvent> {
  yield { type: 'text-delta', text: 'Par' }
  throw crash
}

test('a chat is answered', async () => {
  const response = await ask(serverWith(), '/v1/chat/completions')
  expect(response.statusCode).toBe(200)
  expect(response.json()).toMatchObject({ model: 'canary', choices: [{ message: { content: 'Paris.' } }], usage: { total_tokens: 15 } })
})

test('a stream is a sequence of data lines and [DONE]', async () => {
  const { headers, body } = await ask(serverWith(), '/v1/chat/completions', { stream: true })
  expect(headers['content-type']).toBe('text/event-stream; charset=utf-8')
  expect(body).toMatch(/^(data: \{.*\}\n\n){4}data: \[DONE\]\n\n$/)
})

test('a ping fills the time before the first token', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const begun = Promise.withResolvers<void>()
  const prefill = Promise.withResolvers<void>()
  const chat = chatWith(async function* () {
    begun.resolve()
    await prefill.promise
    yield* fakeEvents
  })
  const answer = ask(serverWith({ chat }), '/v1/chat/completions', { stream: true })
  await begun.promise
  for (let pings = 0; pings < 2; pings++) {
    await vi.advanceTimersByTimeAsync(pingIntervalMs)
    await new Promise(setImmediate)
  }
  prefill.resolve()
  expect((await answer).body).toMatch(/^(: ping\n\n)+(data: \{.*\}\n\n){4}data: \[DONE\]\n\n$/)
})

const labels = {
  model: 'task:intent_classification',
  messages: [
    { role: 'system', content: 'Be kind.' },
    { role: 'user', content: 'Hi.' },
  ],
}
const judged = {
  model: 'canary',
  task: { name: 'intent_classification', label: 'booking', probability: 0.9, probabilities: { booking: 0.9, weather: 0.1 } },
  warnings: ['The task judges the last message of the user alone.', 'A label is chosen, not sampled: sampling changes nothing.'],
}

test('a task of labels answers with its label, streamed and not, and says how probable each was', async () => {
  const inputs: string[] = []
  const { runTask } = createFakeRouter()
  const spied: Router['runTask'] = (task, input, options) => {
    inputs.push(input)
    return runTask(task, input, options)
  }
  const app = serverWith({ runTask: spied })
  const whole = (await ask(app, '/v1/chat/completions', { ...labels, temperature: 1 })).json()
  expect(whole).toMatchObject({ choices: [{ message: { content: 'booking' }, finish_reason: 'stop' }], honestai: judged })
  const { body } = await ask(app, '/v1/chat/completions', { ...labels, temperature: 1, stream: true })
  const chunks = body.split('\n\n').flatMap((frame) => (frame.startsWith('data: {') ? [JSON.parse(frame.slice(6))] : []))
  expect(chunks.map(({ choices }) => choices[0].delta.content)).toEqual(['', 'booking', undefined])
  expect(chunks.at(-1)).toMatchObject({ honestai: judged })
  expect(inputs).toEqual(['Hi.', 'Hi.'])
})

test('what the router and the engine have to say of an answer is told', async () => {
  const end = fakeEvents.at(-1) as Extract<ChatEvent, { type: 'end' }>
  const chat = chatWith(() => yieldEvents([{ ...end, warnings: ['A call was cut off.'] }]), { warnings: ['A limit was lowered.'] })
  const { honestai } = (await ask(serverWith({ chat }), '/v1/chat/completions')).json()
  expect(honestai.warnings).toEqual(['A limit was lowered.', 'A call was cut off.'])
})

const tools = [{ type: 'function', function: { name: 'add' } }]

test.each([
  { param: 'tools', fields: { tools } },
  { param: 'n', fields: { n: 2 } },
  { param: 'response_format', fields: { response_format: { type: 'json_object' } } },
  { param: 'logprobs', fields: { logprobs: true } },
  { param: 'reasoning_effort', fields: { reasoning_effort: 'medium' } },
  { param: 'ignore_eos', fields: { ignore_eos: true } },
])('a task of labels refuses $param by name', async ({ param, fields }) => {
  const { error } = (await ask(serverWith(), '/v1/chat/completions', { ...labels, ...fields })).json()
  expect(error).toMatchObject({ code: 'unsupported_parameter', param })
})

test.each([
  { model: 'task:embedding_generation', why: /send its input to \/v1\/embeddings/ },
  { model: 'task:content_moderation', messages: [{ role: 'system', content: 'Hi.' }], why: /expected a message of the user/ },
  { model: 'task:poetry', why: /the tasks are general_reasoning, / },
])('$model without an answer is refused', async ({ why, ...fields }) => {
  const { error } = (await ask(serverWith(), '/v1/chat/completions', fields)).json()
  expect(error).toMatchObject({ code: 'invalid_request', message: expect.stringMatching(why) })
})

test('what the engine refuses is told under the name that the caller used', async () => {
  const refused = routerError('unsupported_parameter', { param: 'dry', besides: 'logprobs' })
  const chat = chatWith(async function* () {
    yield* []
    throw refused
  })
  const { error } = (await ask(serverWith({ chat }), '/v1/chat/completions', { logprobs: true, dry_multiplier: 1 })).json()
  expect(error).toMatchObject({ param: 'dry_multiplier', message: expect.stringContaining('together with "logprobs"') })
})

test('an unknown field is named in both forms of the answer', async () => {
  const warnings = ['The field "colour" is unknown and was ignored.']
  expect((await ask(serverWith(), '/v1/chat/completions', { colour: 'red' })).json().honestai).toEqual({
    model: 'canary',
    reason: 'named by the request',
    warnings,
  })
  expect((await ask(serverWith(), '/v1/chat/completions', { colour: 'red', stream: true })).body).toContain(JSON.stringify(warnings))
})

test.each([false, true])('an error before the first event has its own status (stream: %o)', async (stream) => {
  const app = serverWith({
    chat: chatWith(async function* () {
      yield* []
      throw crash
    }),
  })
  const response = await ask(app, '/v1/chat/completions', { stream })
  expect([response.statusCode, response.json()]).toEqual([503, crash.toBody()])
})

test('an error after the stream began is its last event, and no [DONE] follows', async () => {
  const { statusCode, body } = await ask(serverWith({ chat: chatWith(textThenCrash) }), '/v1/chat/completions', { stream: true })
  expect(statusCode).toBe(200)
  expect(body).toContain('"content":"Par"')
  expect(body.endsWith(`event: error\ndata: ${JSON.stringify(crash.toBody())}\n\n`)).toBe(true)
  expect(body).not.toContain('[DONE]')
})

test('an unforeseen error after the stream began shows nothing of itself', async () => {
  const chat = chatWith(async function* () {
    yield { type: 'text-delta', text: 'Par' }
    throw new Error('the password is swordfish')
  })
  const { body } = await ask(serverWith({ chat }), '/v1/chat/completions', { stream: true })
  expect(body).toContain('"code":"internal_error"')
  expect(body).not.toContain('swordfish')
})

test.each([
  { phase: 'while it waits for a whole answer', stream: false, chat: yieldForever },
  { phase: 'while it reads a stream', stream: true, chat: yieldForever },
  { phase: 'while it waits for the first event', stream: true, chat: silence },
])('a client that leaves $phase aborts its generation', async ({ stream, chat }) => {
  const aborted = Promise.withResolvers<unknown>()
  const started = Promise.withResolvers<void>()
  const { url } = await listening({
    chat: chatWith((signal) => {
      signal?.addEventListener('abort', () => aborted.resolve(signal.reason))
      started.resolve()
      return chat(signal)
    }),
  })
  const client = new AbortController()
  const response = askOver(url, '/v1/chat/completions', { stream }, client)
  response.catch(() => undefined)
  await started.promise
  if (stream && chat === yieldForever) await (await response).body?.getReader().read()
  client.abort()
  expect(await aborted.promise).toMatchObject({ code: 'request_cancelled' })
})

test('a client that stops reading stops its generation', async () => {
  let made = 0
  const text = 'x'.repeat(64 * 1024)
  const { url } = await listening({
    chat: chatWith(async function* () {
      for (; made < 10_000; made++) yield { type: 'text-delta', text }
    }),
  })
  const response = await askOver(url, '/v1/chat/completions', { stream: true })
  await new Promise((resolve) => setTimeout(resolve, 300))
  const before = made
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(made).toBe(before)
  expect(made).toBeLessThan(1000)
  await response.body?.cancel()
})

async function* silence(signal: AbortSignal | undefined): AsyncGenerator<ChatEvent> {
  await new Promise((resolve) => signal?.addEventListener('abort', resolve))
  throw routerError('request_cancelled', {})
}
