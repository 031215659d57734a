import { Writable } from 'node:stream'
import { canaryConfig, type RouterEvent } from '@honestai/core'
import { expect, test } from 'vitest'
import { logOptions } from '../../cli/commands/serve.ts'
import { chatWith, createFakeRouter, fakeEvents, fakeUsage } from '../../testing/fake-router.ts'
import { buildServer } from '../build-server.ts'

const request = { requestId: 'id-1', model: 'canary', task: 'general_reasoning' } as const

/** The log line of a chat during which the router tells these events. */
async function lineAfter(events: RouterEvent[]): Promise<Record<string, unknown>> {
  const lines: string[] = []
  const stream = new Writable({ write: (chunk, _encoding, done) => done(void lines.push(String(chunk))) })
  const listeners: ((event: RouterEvent) => void)[] = []
  const router = createFakeRouter({
    subscribe(listener) {
      listeners.push(listener)
      return { [Symbol.dispose]: () => undefined }
    },
    chat: chatWith(async function* () {
      for (const event of events) for (const listener of listeners) listener(event)
      yield* fakeEvents
    }),
  })
  const app = buildServer({ router, config: canaryConfig(), logger: { ...logOptions, stream } })
  const body = { model: 'canary', messages: [{ role: 'user', content: 'Hi.' }] }
  await app.inject({ method: 'POST', url: '/v1/chat/completions', headers: { 'x-request-id': 'id-1' }, body })
  await app.close()
  return JSON.parse(lines.find((line) => line.includes('"event":"request"')) ?? '')
}

const started: RouterEvent[] = [
  { type: 'request-queued', ...request, waiting: 0 },
  { type: 'request-started', ...request, queueMs: 12.4 },
]

test('the log line of a request says its task and how long each part took, in whole milliseconds', async () => {
  const line = await lineAfter([
    ...started,
    { type: 'request-first-token', ...request, firstTokenMs: 80.6 },
    { type: 'request-finished', ...request, durationMs: 90, usage: fakeUsage },
  ])
  expect(line).toMatchObject({ task: 'general_reasoning', model: 'canary', queueMs: 12, firstTokenMs: 81, reasoningTokens: 0 })
  expect(line).not.toHaveProperty('loadMs')
})

test('the counts of all that one HTTP request asks of the router are added up', async () => {
  const finished: RouterEvent = { type: 'request-finished', ...request, durationMs: 90, usage: fakeUsage }
  expect(await lineAfter([finished, finished])).toMatchObject({
    promptTokens: 24,
    cachedTokens: 8,
    completionTokens: 6,
    reasoningTokens: 0,
  })
})

test('a request that waited for the load of its model, or for the rest of it, says so', async () => {
  const load: RouterEvent = { type: 'load-finished', model: 'canary', durationMs: 60_000, memoryBytes: 1, sandbox: [] }
  const line = await lineAfter([...started, load])
  expect(line.loadMs).toBeLessThan(60_000)
})

test.each<{ title: string; events: RouterEvent[] }>([
  {
    title: 'of another model',
    events: [...started, { type: 'load-finished', model: 'other', durationMs: 9, memoryBytes: 1, sandbox: [] }],
  },
  {
    title: 'before its slot',
    events: [{ type: 'load-finished', model: 'canary', durationMs: 9, memoryBytes: 1, sandbox: [] }, ...started],
  },
])('a load $title is not its own', async ({ events }) => {
  expect(await lineAfter(events)).not.toHaveProperty('loadMs')
})

test('what is told of another request is not noted', async () => {
  const line = await lineAfter([{ type: 'request-first-token', ...request, requestId: 'id-2', firstTokenMs: 80 }])
  expect(line).not.toHaveProperty('firstTokenMs')
})
