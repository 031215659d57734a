import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { canaryConfig, type RouterEvent, routerError, type ServerConfig } from '@honestai/core'
import type { FastifyBaseLogger } from 'fastify'
import { afterAll, expect, test, vi } from 'vitest'
import { logOptions } from '../cli/commands/serve.ts'
import { logRouterEvent, type RunningServer, startServer, toPortError } from './start-server.ts'

const folder = await mkdtemp(join(tmpdir(), 'honestai-start-'))
afterAll(() => rm(folder, { recursive: true }))
const apiKeysFile = join(folder, 'keys.txt')
await writeFile(apiKeysFile, 'key-of-anna-0123456789\n')
await chmod(apiKeysFile, 0o644)

const configOf = (server: Partial<ServerConfig>) => ({ ...canaryConfig(), server: { ...canaryConfig().server, port: 0, ...server } })

/** Collects what is logged. */
function collectLog() {
  const lines: string[] = []
  const stream = new Writable({ write: (chunk, _encoding, done) => done(void lines.push(String(chunk))) })
  return { lines, logger: { ...logOptions, level: 'trace', stream } }
}

/** The warnings of a server that starts with this config. */
async function warningsOf(server: Partial<ServerConfig>): Promise<string[]> {
  const { lines, logger } = collectLog()
  const running = await startServer(configOf(server), { logger })
  await running.stop(0)
  return lines.map((line) => JSON.parse(line)).flatMap(({ level, event }) => (level === 'warn' ? [event] : []))
}

test.each(['0.0.0.0', '::', '192.0.2.1', 'ai.example.org'])('%s without a key is refused before anything is loaded', async (host) => {
  await expect(startServer(configOf({ host }))).rejects.toMatchObject({ code: 'api_key_required', details: { host } })
})

test.each([
  { title: 'loopback', server: {}, warnings: [] },
  { title: 'prompts in the log', server: { logPrompts: true }, warnings: ['prompts-logged'] },
  { title: 'everyone let in on purpose', server: { host: '0.0.0.0', allowNoKey: true }, warnings: ['exposed'] },
  { title: 'keys that every user can read', server: { host: '0.0.0.0', apiKeysFile }, warnings: ['keys-readable'] },
])('a start with $title warns of $warnings', async ({ server, warnings }) => {
  expect(await warningsOf(server)).toEqual(warnings)
})

test('it listens before its models are verified', async () => {
  const answers: Promise<Response>[] = []
  const server = await startServer(configOf({}), { onListening: ({ url }) => void answers.push(fetch(`${url}/livez`)) })
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200])
  expect((await fetch(`${server.url}/v1/models`)).status).toBe(200)
  await server.stop(0)
})

test('a start that fails ends what listens, and logs nothing', async () => {
  const { lines, logger } = collectLog()
  const config = { ...configOf({}), models: [{ ...canaryConfig().models[0], path: 'lost.gguf' }] } as ReturnType<typeof canaryConfig>
  let url = ''
  const onListening = (server: RunningServer) => {
    url = server.url
  }
  await expect(startServer(config, { logger, onListening })).rejects.toMatchObject({ code: 'weights_missing' })
  await expect(fetch(`${url}/livez`)).rejects.toThrow()
  expect(lines).toEqual([])
})

test('stopped while it starts, it leaves nothing running', async () => {
  const { lines, logger } = collectLog()
  const stops: Promise<void>[] = []
  let url = ''
  const onListening = (server: RunningServer) => {
    url = server.url
    stops.push(server.stop(10_000))
  }
  await expect(startServer(configOf({}), { logger, onListening })).rejects.toMatchObject({ code: 'shutting_down' })
  await Promise.all(stops)
  await expect(fetch(`${url}/livez`)).rejects.toThrow()
  expect(lines.map((line) => JSON.parse(line).event)).toContain('drain-finished')
})

const canary = 'a-canary-sings-in-the-coal-mine'

/** Requests that hold the canary wherever a prompt, a key or a URL can. */
const revealing: { path: string; body?: object | string }[] = [
  ...[false, true].flatMap((stream) => [
    { path: '/v1/chat/completions', body: { model: 'canary', messages: [{ role: 'user', content: canary }], max_tokens: 3, stream } },
    { path: '/v1/responses', body: { model: 'canary', input: canary, instructions: canary, max_output_tokens: 3, stream } },
    {
      path: '/v1/messages',
      body: { model: 'canary', max_tokens: 3, system: canary, messages: [{ role: 'user', content: canary }], stream },
    },
  ]),
  { path: '/v1/embeddings', body: { model: 'canary', input: canary } },
  { path: '/v1/chat/completions', body: { model: canary, messages: [] } },
  { path: '/v1/chat/completions', body: { model: 'canary', messages: [{ role: canary, content: canary }], [canary]: canary } },
  { path: '/v1/chat/completions', body: `{"model":"${canary}` },
  { path: `/v1/models/${canary}` },
  { path: `/${canary}?key=${canary}` },
]

// On a busy machine a load takes half a minute.
vi.setConfig({ testTimeout: 180_000 })

test.each([false, true])('what was asked stands in no log line unless the config wants it (logPrompts: %o)', async (logPrompts) => {
  const { lines, logger } = collectLog()
  const server = await startServer(configOf({ logPrompts }), { logger })
  for (const { path, body } of revealing) {
    const response = await fetch(server.url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${canary}`,
        'x-api-key': canary,
        'x-request-id': `${canary} !`,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    await response.text()
  }
  await server.stop(0)
  const records = lines.map((line) => JSON.parse(line))
  const requests = records.filter(({ event }) => event === 'request')
  expect(requests).toHaveLength(revealing.length)
  const without = records.map(({ body, ...record }) => JSON.stringify(record)).join('\n')
  expect(without).not.toContain(canary)
  expect(requests.some(({ body }) => JSON.stringify(body ?? '').includes(canary))).toBe(logPrompts)
})

const server = { host: '127.0.0.1', port: 80, bodyLimitBytes: 1 }

test.each(['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND'])('%s is port_unavailable', (code) => {
  const error = toPortError(Object.assign(new Error(), { code }), server)
  expect(error).toMatchObject({ code: 'port_unavailable', details: { host: '127.0.0.1', port: 80 } })
})

test('any other error stays what it is', () => {
  const error = new Error('boom')
  expect(toPortError(error, server)).toBe(error)
})

const { error } = routerError('engine_crashed', { model: 'canary', reason: 'SIGKILL.' }).toBody()

test.each<{ event: RouterEvent; level: 'debug' | 'info' | 'error' }>([
  { event: { type: 'load-finished', model: 'canary', durationMs: 9, memoryBytes: 1, sandbox: [] }, level: 'info' },
  { event: { type: 'load-failed', model: 'canary', durationMs: 9, error }, level: 'error' },
  { event: { type: 'engine-crashed', model: 'canary', error }, level: 'error' },
  { event: { type: 'request-fell-back', requestId: 'r', model: 'canary', to: 'other', error }, level: 'error' },
  { event: { type: 'request-failed', requestId: 'r', model: 'canary', durationMs: 9, errorCode: 'overloaded' }, level: 'debug' },
  { event: { type: 'state-changed', model: 'canary', from: 'unloaded', to: 'loading', cause: 'request' }, level: 'debug' },
])('$event.type is logged as $level with its facts', ({ event, level }) => {
  const log = { debug: vi.fn(), info: vi.fn(), error: vi.fn() }
  logRouterEvent(log as unknown as FastifyBaseLogger, event)
  const { type, ...facts } = event
  expect(log[level]).toHaveBeenCalledExactlyOnceWith({ event: type, ...facts }, type)
})
