import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { canaryConfig } from '@honestai/core'
import { afterAll, expect, test, vi } from 'vitest'

// Each test starts a process; a busy machine takes seconds for one.
vi.setConfig({ testTimeout: 30_000 })

const main = fileURLToPath(new URL('main.ts', import.meta.url))
const folder = await mkdtemp(join(tmpdir(), 'honestai-'))
const [invalid, half] = [join(folder, 'invalid.json'), join(folder, 'half.json')]
await writeFile(invalid, '{"models": []}')
await writeFile(half, JSON.stringify({ models: [canaryConfig().models[0], { id: 'lost', path: 'lost.gguf' }] }))
afterAll(() => rm(folder, { recursive: true }))

const start = (words: string[]) => spawn(process.execPath, [main, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })

async function run(words: string[]) {
  const child = start(words)
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { stdout, stderr, code }
}

test.each([
  { words: ['serve', '--model', join(folder, 'lost.gguf')], code: 'weights_missing' },
  { words: ['serve', '--model', main], code: 'weights_malformed' },
  { words: ['serve', '--config', join(folder, 'lost.yaml')], code: 'config_unreadable' },
  { words: ['serve', '--config', invalid], code: 'config_invalid' },
  { words: ['models', '--config', invalid], code: 'config_invalid' },
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

test('honestai models exits 1 when a model is not usable, and says which and what to do', async () => {
  const { stdout, code } = await run(['models', '--config', half, '--json'])
  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toEqual([
    { id: 'canary', usable: true, abilities: ['chat'] },
    { id: 'lost', usable: false, error: expect.objectContaining({ code: 'weights_missing', steps: expect.any(Array) }) },
  ])
})
