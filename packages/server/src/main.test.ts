import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { canaryConfig, configJsonSchema } from '@honestai/core'
import { afterAll, expect, test, vi } from 'vitest'

// Each test starts a process; a busy machine takes seconds for one.
vi.setConfig({ testTimeout: 120_000 })

const main = fileURLToPath(new URL('main.ts', import.meta.url))
const folder = await mkdtemp(join(tmpdir(), 'honestai-'))
const [invalid, half] = [join(folder, 'invalid.json'), join(folder, 'half.json')]
await writeFile(invalid, '{"models": []}')
await writeFile(half, JSON.stringify({ models: [canaryConfig().models[0], { id: 'lost', path: 'lost.gguf' }] }))
afterAll(() => rm(folder, { recursive: true }))

const start = (words: string[], environment: NodeJS.ProcessEnv = {}) =>
  spawn(process.execPath, [main, ...words], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } })

async function run(words: string[], environment?: NodeJS.ProcessEnv) {
  const child = start(words, environment)
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { stdout, stderr, code }
}

test.each([
  { words: ['serve', '--model', join(folder, 'lost.gguf')], code: 'weights_missing' },
  { words: ['serve', '--model', main], code: 'weights_malformed' },
  { words: ['serve', '--config', join(folder, 'lost.yaml')], code: 'config_unreadable' },
  { words: ['serve', '--config', invalid], code: 'config_invalid' },
  { words: ['models', '--config', invalid], code: 'config_invalid' },
  { words: ['serve', '--host', '0.0.0.0', '--port', '0'], code: 'api_key_required' },
  { words: ['serve', '--api-keys-file', join(folder, 'lost.txt')], code: 'api_keys_unusable' },
  { words: ['serve', '--print-config', '--api-keys-file', join(folder, 'lost.txt')], code: 'api_keys_unusable' },
])('honestai $words.0 that cannot start exits 1 with the record of $code alone on stderr', async ({ words, code }) => {
  const { stdout, stderr, code: exitCode } = await run(words)
  expect([exitCode, stdout]).toEqual([1, ''])
  expect(JSON.parse(stderr)).toMatchObject({ error: { code, message: expect.any(String), steps: expect.any(Array) } })
  expect(stderr).not.toContain(folder)
})

test('honestai serve names a port that is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const { stderr, code } = await run(['serve', '--port', String(port)])
  other.close()
  expect([code, JSON.parse(stderr)]).toEqual([1, { error: expect.objectContaining({ code: 'port_unavailable' }) }])
})

test('honestai serve says where it serves, answers there, and ends with 0 on SIGTERM', async () => {
  const child = start(['serve', '--port', '0'])
  const closed = once(child, 'close')
  const [printed] = await once(child.stdout, 'data')
  const url = /^HonestAI Local serves on (http:\/\/127\.0\.0\.1:\d+)\n/.exec(String(printed))?.[1]
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  child.kill('SIGTERM')
  expect(await closed).toEqual([0, null])
})

test('honestai serve answers while it verifies its weights, and ends at once with 0 on SIGTERM', async () => {
  // Hashing gigabytes of zeros behind the weights takes seconds.
  const big = join(folder, 'big.gguf')
  await copyFile(canaryConfig().models[0]?.path ?? '', big)
  await truncate(big, 16 * 1024 ** 3)
  const slow = join(folder, 'slow.json')
  await writeFile(slow, JSON.stringify({ models: [{ id: 'big', path: big, sha256: '0'.repeat(64) }] }))
  const port = await freePort()
  const child = start(['serve', '--config', slow, '--port', String(port)])
  const closed = once(child, 'close')
  const [stdout, stderr] = [text(child.stdout), text(child.stderr)]
  const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`)
  while (
    !(await ask('/livez').then(
      ({ ok }) => ok,
      () => false,
    ))
  )
    await sleep(20)
  const readyz = await ask('/readyz')
  expect([readyz.status, await readyz.json()]).toEqual([503, { status: 'not-ready', reason: 'The server is starting.' }])
  const early = await ask('/v1/models')
  expect([early.status, await early.json()]).toEqual([503, { error: expect.objectContaining({ code: 'starting_up' }) }])
  child.kill('SIGTERM')
  expect(await closed).toEqual([0, null])
  expect(await stdout).toBe('')
  expect(await stderr).toContain('"event":"drain-finished"')
})

async function freePort(): Promise<number> {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  other.close()
  await once(other, 'close')
  return port
}

const key = 'key-of-anna-0123456789'

test('beyond loopback honestai serve asks for the key it was given, and shows it nowhere', async () => {
  const child = start(['serve', '--host', '0.0.0.0', '--port', '0'], { HONESTAI_API_KEYS: key })
  const [stdout, stderr, closed] = [text(child.stdout), text(child.stderr), once(child, 'close')]
  const [printed] = await once(child.stdout, 'data')
  const url = `http://127.0.0.1:${/^HonestAI Local serves on http:\/\/0\.0\.0\.0:(\d+)\n/.exec(String(printed))?.[1]}`
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  expect((await fetch(`${url}/v1/models`)).status).toBe(401)
  expect((await fetch(`${url}/v1/models`, { headers: { authorization: `Bearer ${key}` } })).status).toBe(200)
  child.kill('SIGTERM')
  expect(await closed).toEqual([0, null])
  expect((await stdout) + (await stderr)).not.toContain(key)
  expect(await stdout).toContain("-H 'Authorization: Bearer YOUR_KEY'")
})

test('a second signal ends honestai serve at once, although a stream runs', async () => {
  const child = start(['serve', '--port', '0'])
  const closed = once(child, 'close')
  const [printed] = await once(child.stdout, 'data')
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(String(printed))?.[0]
  // A request whose body never ends keeps the drain waiting.
  const half = connect(Number(new URL(`${url}`).port), '127.0.0.1')
  half.on('error', () => undefined)
  half.write('POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{')
  await fetch(`${url}/livez`)
  child.kill('SIGTERM')
  while ((await fetch(`${url}/readyz`)).status !== 503) await sleep(20)
  child.kill('SIGTERM')
  expect(await closed).toEqual([143, null])
})

test('what honestai serve --print-config prints is a config that serves the same, without any key', async () => {
  const environment = { HONESTAI_PORT: '0', HONESTAI_HOST: '127.0.0.2', HONESTAI_API_KEYS: key }
  const printed = await run(['serve', '--print-config'], environment)
  expect([printed.code, printed.stderr]).toEqual([0, ''])
  expect(JSON.parse(printed.stdout).server).toMatchObject({ host: '127.0.0.2', port: 0, drainSeconds: 10 })
  expect(printed.stdout).not.toContain(key)

  const file = join(folder, 'printed.json')
  await writeFile(file, printed.stdout)
  expect((await run(['serve', '--config', file, '--print-config'])).stdout).toBe(printed.stdout)
})

test('options win over the environment, the environment over the config', async () => {
  const file = join(folder, 'ports.json')
  await writeFile(file, JSON.stringify({ models: [{ id: 'a', path: 'a.gguf' }], server: { port: 1, host: '127.0.0.9' } }))
  const portOf = async (words: string[], environment = {}) =>
    JSON.parse((await run(['serve', '--print-config', ...words], { HONESTAI_CONFIG: file, ...environment })).stdout).server
  expect(await portOf([])).toMatchObject({ port: 1, host: '127.0.0.9' })
  expect(await portOf([], { HONESTAI_PORT: '2' })).toMatchObject({ port: 2 })
  expect(await portOf(['--port', '3'], { HONESTAI_PORT: '2' })).toMatchObject({ port: 3 })
  expect(await portOf(['--model', 'b.gguf'])).toMatchObject({ port: 8080 })
})

test('faults of the environment are told all at once', async () => {
  const { stderr, code } = await run(['serve'], { HONESTAI_PORT: 'x', HONESTAI_SERVER__MAX_TOOL: '1' })
  expect(code).toBe(1)
  expect(JSON.parse(stderr).error).toMatchObject({ code: 'config_invalid', message: expect.stringMatching(/MAX_TOOL[\s\S]*HONESTAI_PORT/) })
})

test('honestai config prints the schema of a config, and the variables that set its keys', async () => {
  const schema = await run(['config', 'schema'])
  expect(JSON.parse(schema.stdout)).toEqual(configJsonSchema())
  const { stdout } = await run(['config', 'environment'])
  expect(stdout).toMatch(/^HONESTAI_SERVER__MAX_TOOLS\n {2}Most tools of a chat\.$/m)
})

test.each([[], ['serve'], ['pull'], ['models'], ['config'], ['completion']])('honestai %s --help ends with examples', async (...words) => {
  const { stdout, code } = await run([...words.flat(), '--help'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/\nExamples:\n( {2}.*honestai .*\n)+$/)
})

test('honestai completion writes a script for a shell', async () => {
  const { stdout, code } = await run(['completion', 'bash'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/complete .*-F _honestai honestai\n$/)
  expect(stdout).toContain('--print-config')
})

test('honestai models exits 1 when a model is not usable, and says which and what to do', async () => {
  const { stdout, code } = await run(['models', '--config', half, '--json'])
  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toEqual([
    expect.objectContaining({ id: 'canary', usable: true, verified: true, abilities: ['chat'], error: null }),
    expect.objectContaining({
      id: 'lost',
      usable: false,
      error: expect.objectContaining({ code: 'weights_missing', steps: expect.any(Array) }),
    }),
  ])
})
