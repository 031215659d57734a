import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { type LoopbackHubOptions, startLoopbackHub } from '@honestai/core/testing'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'

// Each test starts a process; a busy machine takes seconds for one.
vi.setConfig({ testTimeout: 30_000 })

const main = fileURLToPath(new URL('../../main.ts', import.meta.url))
const weights = randomBytes(300_000)
const token = 'hf_verysecret'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'honestai-pull-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function start(words: string[], options: Partial<LoopbackHubOptions> = {}): Promise<ChildProcess> {
  const hub = await startLoopbackHub({ files: { 'model-Q8_0.gguf': weights }, ...options })
  onTestFinished(() => hub[Symbol.asyncDispose]())
  // The debug log is part of what must not hold the token.
  const env = { PATH: process.env.PATH, HF_ENDPOINT: hub.endpoint, HF_TOKEN: token, HF_HUB_CACHE: folder, NODE_DEBUG: 'honestai' }
  return spawn(process.execPath, [main, 'pull', ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] })
}

async function finish(child: ChildProcess) {
  if (!child.stdout || !child.stderr) return expect.unreachable()
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  expect(stdout + stderr).not.toContain('secret')
  return { stdout, stderr, code }
}

test('honestai pull tells how far it is, and what to put into the config', async () => {
  const { stdout, stderr, code } = await finish(await start(['hf:owner/model:Q8_0']))
  expect(code).toBe(0)
  expect(stderr).toContain('100 %, 0.3 of 0.3 MB\n')
  expect(stdout).toMatch(/\n {4}source: hf:owner\/model:Q8_0\n {4}sha256: [0-9a-f]{64}\n$/)
})

test('honestai pull takes the id of a model of the config, and prints JSON', async () => {
  const config = join(folder, 'honestai.yaml')
  await writeFile(config, 'models: [{ id: qwen, source: "hf:owner/model" }]')
  const { stdout, code } = await finish(await start(['qwen', '--config', config, '--json']))
  expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ source: 'hf:owner/model', gated: false })])
})

test('honestai pull of an id that no model with a source has says what it may be', async () => {
  const { stderr, code } = await finish(await start(['canary']))
  expect(code).toBe(1)
  expect(stderr).toMatch(/"code": "invalid_request"/)
})

test.each([401, 403, 404, 429, 500])('an answer %i of the hub ends it with the record, and the token is nowhere in it', async (status) => {
  const child = await start(['hf:owner/model'], {
    misbehave: (kind, _request, response) => kind === 'info' && Boolean(response.writeHead(status).end()),
  })
  const { stdout, stderr, code } = await finish(child)
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(/"code": "hub_/)
})

test('Ctrl+C leaves what has arrived', async () => {
  const child = await start(['hf:owner/model'], {
    misbehave: (kind, _request, response) => {
      if (kind !== 'store') return false
      response.writeHead(200, { 'Content-Length': weights.length })
      return response.write(weights.subarray(0, 60_000)) || true
    },
  })
  child.stderr?.once('data', () => setTimeout(() => child.kill('SIGINT'), 500))
  const { stderr, code } = await finish(child)
  expect(code).toBe(1)
  expect(stderr).toContain('"code": "pull_stopped"')
  expect(await readdir(join(folder, 'models--owner--model', 'blobs'))).toEqual([expect.stringMatching(/\.partial$/)])
})
