import { spawn, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { modelConfig } from '../config/config.ts'
import type { RouterError } from '../errors.ts'
import { readGatedMark } from './gated-mark.ts'
import { repositoryFolder } from './hub-cache.ts'
import { locateWeights } from './locate-weights.ts'
import { hubCommit, type LoopbackHub, type LoopbackHubOptions, sendRange, startLoopbackHub } from './loopback-hub.ts'
import { type PullRequest, pullWeights } from './pull-weights.ts'

const weights = randomBytes(300_000)
const sha256 = createHash('sha256').update(weights).digest('hex')
const token = 'hf_verysecret'

let folder: string
let open: LoopbackHub[]
const environment = { ...process.env }
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'honestai-pull-'))
  open = []
})
afterEach(async () => {
  process.env = { ...environment }
  await Promise.all(open.map((hub) => hub[Symbol.asyncDispose]()))
  await rm(folder, { recursive: true, force: true })
})

async function hub(options: Partial<LoopbackHubOptions> = {}): Promise<LoopbackHub> {
  const started = await startLoopbackHub({ files: { 'model.gguf': weights }, ...options })
  open.push(started)
  return started
}

type Pull = Partial<PullRequest> & { token?: string; offline?: boolean }

const pull = (endpoint: string, { token, offline = false, ...request }: Pull = {}) =>
  pullWeights({ source: 'hf:owner/model/model.gguf', hub: { endpoint, token, offline }, cacheFolder: folder, ...request })

const failure = (pulled: Promise<unknown>): Promise<RouterError> =>
  pulled.then(
    () => expect.unreachable(),
    (error) => error,
  )

const blobs = () => join(repositoryFolder(folder, 'owner/model'), 'blobs')
const partial = () => join(blobs(), `${sha256}.partial`)

async function leavePartial(bytes: Buffer) {
  await mkdir(blobs(), { recursive: true })
  await writeFile(partial(), bytes)
}

test('weights arrive in the layout that all Hugging Face tools know, where a config with their source finds them', async () => {
  const { endpoint } = await hub()
  const pulled = await pull(endpoint)
  const link = join(repositoryFolder(folder, 'owner/model'), 'snapshots', hubCommit, 'model.gguf')
  expect(pulled).toEqual({
    source: 'hf:owner/model/model.gguf',
    commit: hubCommit,
    gated: false,
    files: [{ path: link, bytes: weights.length, sha256 }],
  })
  expect((await lstat(link)).isSymbolicLink()).toBe(true)
  expect(await readFile(link)).toEqual(weights)
  expect(await readdir(blobs())).toEqual([sha256])
  expect(await readFile(join(repositoryFolder(folder, 'owner/model'), 'refs/main'), 'utf8')).toBe(hubCommit)

  process.env.HF_HUB_CACHE = folder
  const model = modelConfig.parse({ id: 'm', source: 'hf:owner/model' })
  expect(await locateWeights(model)).toEqual([link])
})

test('with an output folder the file goes there by itself', async () => {
  const output = join(folder, 'out')
  const { files } = await pull((await hub()).endpoint, { output })
  expect(files[0]?.path).toBe(join(output, 'model.gguf'))
  expect(await readdir(output)).toEqual(['model.gguf'])
})

test('split weights arrive all, and progress counts them together', async () => {
  const parts = {
    'Q8_0/m-Q8_0-00001-of-00002.gguf': weights,
    'Q8_0/m-Q8_0-00002-of-00002.gguf': weights.subarray(1000),
    'README.md': weights,
  }
  const seen: number[] = []
  const { endpoint } = await hub({ files: parts, gated: true })
  const { files, gated } = await pull(endpoint, {
    source: 'hf:owner/model@v1:q8_0',
    onProgress: ({ receivedBytes, totalBytes }) => seen.push(receivedBytes / totalBytes),
  })
  expect(files.map(({ bytes }) => bytes)).toEqual([weights.length, weights.length - 1000])
  expect(gated).toBe(true)
  expect(await readGatedMark(repositoryFolder(folder, 'owner/model'))).toBe(true)
  expect(seen).toEqual([...seen].sort((a, b) => a - b))
  expect(seen.at(-1)).toBe(1)
})

test('a pull goes on where an earlier one broke off', async () => {
  const { endpoint, requests } = await hub()
  await leavePartial(weights.subarray(0, 100_000))
  expect((await pull(endpoint)).files[0]?.sha256).toBe(sha256)
  expect(requests.at(-1)?.headers.range).toBe('bytes=100000-')
})

test('a store that knows no ranges sends the file anew, and it is whole', async () => {
  const { endpoint } = await hub({
    misbehave: (kind, _request, response) => kind === 'store' && Boolean(response.writeHead(200).end(weights)),
  })
  await leavePartial(weights.subarray(0, 100_000))
  const { files } = await pull(endpoint)
  expect(await readFile(files[0]?.path ?? '')).toEqual(weights)
})

test('weights that are there and whole are not fetched again; damaged ones are', async () => {
  const { endpoint, requests } = await hub()
  await pull(endpoint)
  requests.length = 0
  await pull(endpoint)
  expect(requests.map(({ kind }) => kind)).toEqual(['info', 'tree'])
  await writeFile(join(blobs(), sha256), Buffer.alloc(weights.length))
  const { files } = await pull(endpoint)
  expect(await readFile(files[0]?.path ?? '')).toEqual(weights)
})

test('a file that is not the promised one is thrown away', async () => {
  const { endpoint } = await hub({ promised: 'f'.repeat(64) })
  expect(await failure(pull(endpoint))).toMatchObject({ code: 'download_damaged', details: { expected: 'f'.repeat(64), actual: sha256 } })
  expect(await readdir(blobs())).toEqual([])
})

type Misbehaviour = (response: ServerResponse) => unknown
const broken: { title: string; code: string; act: Misbehaviour; kept?: boolean }[] = [
  {
    title: 'ends before its promised length',
    code: 'download_truncated',
    kept: true,
    act: (response) => {
      response.writeHead(200, { 'Content-Length': weights.length })
      response.write(weights.subarray(0, 50_000), () => response.socket?.end())
    },
  },
  {
    title: 'ends in good order but too early',
    code: 'download_truncated',
    kept: true,
    act: (response) => response.writeHead(200).end(weights.subarray(0, 50_000)),
  },
  {
    title: 'is reset',
    code: 'hub_unreachable',
    kept: true,
    act: (response) => {
      response.writeHead(200, { 'Content-Length': weights.length })
      response.write(weights.subarray(0, 50_000), () => setTimeout(() => response.socket?.resetAndDestroy(), 50))
    },
  },
  {
    title: 'stalls in its middle',
    code: 'hub_stalled',
    kept: true,
    act: (response) => {
      response.writeHead(200, { 'Content-Length': weights.length })
      response.write(weights.subarray(0, 50_000))
    },
  },
  { title: 'never begins', code: 'hub_stalled', act: () => undefined },
  { title: 'is refused by the store', code: 'hub_failed', act: (response) => response.writeHead(403).end('expired') },
]

test.each(broken)('a download that $title is told as $code, and goes on later', async ({ code, act, kept }) => {
  let misbehaves = true
  const { endpoint } = await hub({
    misbehave: (kind, _request, response) => {
      if (kind !== 'store' || !misbehaves) return false
      act(response)
      return true
    },
  })
  const error = await failure(pull(endpoint, { stallTimeoutMs: 300 }))
  expect(error.code).toBe(code)
  if (kept) {
    const left = await readFile(partial())
    expect(left.equals(weights.subarray(0, left.length))).toBe(true)
  }
  misbehaves = false
  expect((await pull(endpoint)).files[0]?.sha256).toBe(sha256)
})

const notFound = { 'X-Error-Code': 'EntryNotFound' }
test.each<{ on: string; status: number; headers?: Record<string, string>; token?: string; code: string; details?: object }>([
  { on: 'resolve', status: 401, headers: { 'X-Error-Code': 'GatedRepo' }, code: 'hub_token_missing' },
  { on: 'resolve', status: 401, code: 'hub_token_missing' },
  { on: 'info', status: 401, code: 'hub_token_missing' },
  { on: 'info', status: 401, headers: { 'X-Error-Code': 'RepoNotFound' }, code: 'hub_token_missing' },
  { on: 'resolve', status: 403, headers: { 'X-Error-Code': 'GatedRepo' }, token, code: 'hub_access_not_granted' },
  { on: 'resolve', status: 403, token, code: 'hub_access_not_granted' },
  { on: 'info', status: 401, token, code: 'hub_token_refused' },
  { on: 'info', status: 404, headers: { 'X-Error-Code': 'RepoNotFound' }, code: 'hub_repository_not_found' },
  { on: 'info', status: 404, token, code: 'hub_repository_not_found' },
  {
    on: 'info',
    status: 404,
    headers: { 'X-Error-Code': 'RevisionNotFound' },
    code: 'hub_revision_not_found',
    details: { revision: 'main' },
  },
  { on: 'resolve', status: 404, headers: notFound, code: 'hub_file_not_found' },
  { on: 'info', status: 429, headers: { 'Retry-After': '37' }, code: 'hub_rate_limited', details: { retryAfterSeconds: 37 } },
  { on: 'store', status: 429, code: 'hub_rate_limited', details: { retryAfterSeconds: undefined } },
  { on: 'tree', status: 500, code: 'hub_failed', details: { status: 500 } },
  { on: 'resolve', status: 503, code: 'hub_failed', details: { status: 503 } },
])('an answer $status to $on with $headers and token $token is told as $code', async ({ on, status, headers, token, code, details }) => {
  const { endpoint } = await hub({
    misbehave: (kind, _request, response) => kind === on && Boolean(response.writeHead(status, headers).end('{"error":"no"}')),
  })
  const error = await failure(pull(endpoint, token === undefined ? {} : { token }))
  expect(error).toMatchObject({ code, ...(details && { details }) })
  expect(JSON.stringify([error.toBody(), error.details, error.stack])).not.toContain('secret')
})

test('a gated repository is told with the page on which to ask', async () => {
  const { endpoint } = await hub({ misbehave: (kind, _request, response) => kind === 'resolve' && Boolean(response.writeHead(403).end()) })
  const { steps } = (await failure(pull(endpoint, { token }))).toBody().error
  expect(steps.join(' ')).toContain(`${endpoint}/owner/model`)
})

test.each([
  { source: 'hf:owner/other', code: 'hub_repository_not_found' },
  { source: 'hf:owner/model@v9', code: 'hub_revision_not_found' },
  { source: 'hf:owner/model/other.gguf', code: 'hub_file_not_found' },
  { source: 'hf:owner/model:Q4_K_M', code: 'hub_file_not_found' },
  { source: 'hf:owner/model', code: 'weights_ambiguous' },
  { source: 'owner/model', code: 'invalid_request' },
])('$source is told as $code', async ({ source, code }) => {
  const { endpoint } = await hub({
    files: { 'a-Q8_0.gguf': weights, 'b-F16.gguf': weights },
    // A hub that says no more than its status.
    misbehave: (kind, request, response) =>
      kind === 'info' && request.url?.includes('/v9') === true && Boolean(response.writeHead(404).end()),
  })
  expect((await failure(pull(endpoint, { source }))).code).toBe(code)
})

test.each([
  { title: 'a log-in page', answer: '<html>', type: 'text/html' },
  { title: 'another JSON', answer: '{"sha":"x"}', type: 'application/json' },
])('$title in place of a hub is told as such', async ({ answer, type }) => {
  const { endpoint } = await hub({
    misbehave: (kind, _request, response) => kind === 'info' && Boolean(response.writeHead(200, { 'Content-Type': type }).end(answer)),
  })
  expect((await failure(pull(endpoint))).code).toBe('hub_answer_invalid')
})

test('files whose names lead out of the repository are not there', async () => {
  const { endpoint } = await hub({ files: { '../../evil.gguf': weights } })
  expect((await failure(pull(endpoint, { source: 'hf:owner/model' }))).code).toBe('hub_file_not_found')
})

test('the token goes to the hub and to nobody else', async () => {
  const { endpoint, requests } = await hub()
  await pull(endpoint, { token })
  const holders = requests.filter(({ headers }) => JSON.stringify(headers).includes(token)).map(({ kind }) => kind)
  expect(holders).toEqual(['info', 'tree', 'resolve'])
  expect(requests.map(({ kind }) => kind)).toContain('store')
})

test('nothing is asked for while HF_HUB_OFFLINE is set', async () => {
  const { endpoint, requests } = await hub()
  expect((await failure(pull(endpoint, { offline: true }))).code).toBe('hub_offline')
  expect(requests).toEqual([])
})

test('a hub that is not there is told with the reason of the system', async () => {
  const { endpoint, [Symbol.asyncDispose]: close } = await hub()
  await close()
  expect(await failure(pull(endpoint))).toMatchObject({ code: 'hub_unreachable', details: { reason: 'ECONNREFUSED' } })
})

test('a hub that speaks no TLS is told as such', async () => {
  const { endpoint } = await hub()
  expect((await failure(pull(endpoint.replace('http:', 'https:')))).code).toBe('hub_tls_failed')
})

test('without room on the disk nothing is fetched', async () => {
  const { endpoint, requests } = await hub()
  await leavePartial(weights.subarray(0, 100_000))
  const error = await failure(pull(endpoint, { freeBytes: async () => 199_999 }))
  expect(error).toMatchObject({ code: 'disk_full', details: { neededBytes: 200_000, freeBytes: 199_999, keptBytes: 100_000 } })
  expect(requests.map(({ kind }) => kind)).not.toContain('resolve')
})

const script = `
  import { pullWeights } from '${fileURLToPath(new URL('pull-weights.ts', import.meta.url))}'
  const [endpoint, cacheFolder] = process.argv.slice(1)
  const pulled = pullWeights({ source: 'hf:owner/model', hub: { endpoint, offline: false }, cacheFolder, freeBytes: async () => Infinity })
  await pulled.catch((error) => console.log(JSON.stringify({ code: error.code, ...error.details })))
`
const namespace = ['-rm', '--', 'sh', '-c', 'mount -t tmpfs -o size=128k none "$1" && shift && exec "$@"', 'sh']
const canMount = spawnSync('unshare', [...namespace, tmpdir(), 'true']).status === 0

test.skipIf(!canMount)('a disk that fills up while the file is written keeps what arrived', async () => {
  const { endpoint } = await hub()
  const node = [process.execPath, '--input-type=module', '-e', script, endpoint, folder]
  const child = spawn('unshare', [...namespace, folder, ...node], { stdio: ['ignore', 'pipe', 'inherit'] })
  const error = JSON.parse(await text(child.stdout))
  expect(error.code).toBe('disk_full')
  expect(error.keptBytes).toBeGreaterThan(50_000)
})

test('a folder that cannot be written is told with the reason of the system', async () => {
  const { endpoint } = await hub()
  const file = join(folder, 'file')
  await writeFile(file, '')
  expect(await failure(pull(endpoint, { cacheFolder: file }))).toMatchObject({
    code: 'download_unwritable',
    details: { reason: 'ENOTDIR' },
  })
})

test('of two pulls of one file the second says who does it', async () => {
  const { endpoint } = await hub({ misbehave: (kind) => kind === 'store' })
  const stopping = new AbortController()
  const first = failure(pull(endpoint, { signal: stopping.signal }))
  while (!existsSync(`${partial()}.lock`)) await new Promise((resolve) => setTimeout(resolve, 5))
  expect(await failure(pull(endpoint))).toMatchObject({ code: 'pull_in_progress', details: { pid: process.pid } })
  stopping.abort()
  expect((await first).code).toBe('pull_stopped')
  expect(existsSync(`${partial()}.lock`)).toBe(false)
})

test('the lock of a pull that died is no hindrance', async () => {
  const { endpoint } = await hub()
  const { pid } = spawnSync('true')
  await leavePartial(Buffer.alloc(0))
  await writeFile(`${partial()}.lock`, `${pid} 12345`)
  expect((await pull(endpoint)).files[0]?.sha256).toBe(sha256)
  expect(await readdir(blobs())).toEqual([sha256])
})

test('a pull that is stopped leaves what arrived, and the next goes on', async () => {
  const stopping = new AbortController()
  let stops = true
  const { endpoint, requests } = await hub({
    misbehave: (kind, request, response) => {
      if (kind !== 'store') return false
      if (!stops) return Boolean(sendRange(request, response, weights)) || true
      response.writeHead(200, { 'Content-Length': weights.length })
      response.write(weights.subarray(0, 60_000))
      return true
    },
  })
  const onProgress = ({ receivedBytes }: { receivedBytes: number }) => receivedBytes === 60_000 && stopping.abort()
  expect((await failure(pull(endpoint, { signal: stopping.signal, onProgress }))).code).toBe('pull_stopped')
  stops = false
  expect((await pull(endpoint)).files[0]?.sha256).toBe(sha256)
  expect(requests.at(-1)?.headers.range).toBe('bytes=60000-')
})
