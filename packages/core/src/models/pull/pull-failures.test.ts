import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { failureOf, pullSubject, sha256, token, weights } from './pull-subject.ts'

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
  const { pull, partial } = await pullSubject({
    misbehave: (kind, _request, response) => {
      if (kind !== 'store' || !misbehaves) return false
      act(response)
      return true
    },
  })
  const error = await failureOf(pull({ stallTimeoutMs: 300 }))
  expect(error.code).toBe(code)
  if (kept) {
    const left = await readFile(partial)
    expect(left.equals(weights.subarray(0, left.length))).toBe(true)
  }
  misbehaves = false
  expect((await pull()).files[0]?.sha256).toBe(sha256)
})

const rest = weights.subarray(100_000)
const from100000 = (place: string | undefined) => (response: ServerResponse) =>
  response.writeHead(206, { 'Content-Length': rest.length, ...(place && { 'Content-Range': place }) }).end(rest)

test.each([
  { title: 'starts elsewhere', act: from100000('bytes 0-199999/300000') },
  { title: 'is of a file of another length', act: from100000('bytes 100000-299999/400000') },
  { title: 'says not where it starts', act: from100000(undefined) },
  { title: 'is refused', act: (response: ServerResponse) => response.writeHead(416, { 'Content-Range': 'bytes */9' }).end() },
])('when the rest of a file $title, what arrived is thrown away, and the next pull begins anew', async ({ act }) => {
  const { pull, leavePartial, partial } = await pullSubject({
    misbehave: (kind, request, response) => kind === 'store' && request.headers.range !== undefined && Boolean(act(response)),
  })
  await leavePartial(weights.subarray(0, 100_000))
  expect(await failureOf(pull())).toMatchObject({ code: 'hub_range_refused', retryable: true })
  expect(existsSync(partial)).toBe(false)
  const { files } = await pull()
  expect(await readFile(files[0]?.path ?? '')).toEqual(weights)
})

test('a part that nobody asked for is no file', async () => {
  const { pull } = await pullSubject({
    misbehave: (kind, _request, response) => kind === 'store' && Boolean(from100000('bytes 100000-299999/300000')(response)),
  })
  expect((await failureOf(pull())).code).toBe('hub_range_refused')
})

test('nothing is asked for while HF_HUB_OFFLINE is set', async () => {
  const { pull, requests } = await pullSubject()
  expect((await failureOf(pull({ offline: true }))).code).toBe('hub_offline')
  expect(requests).toEqual([])
})

test('a hub that is not there is told with the reason of the system', async () => {
  const { pull, hub } = await pullSubject()
  await hub[Symbol.asyncDispose]()
  expect(await failureOf(pull())).toMatchObject({ code: 'hub_unreachable', details: { reason: 'ECONNREFUSED' } })
})

test('a hub that speaks no TLS is told as such', async () => {
  const { pull, endpoint } = await pullSubject()
  expect((await failureOf(pull({ endpoint: endpoint.replace('http:', 'https:') }))).code).toBe('hub_tls_failed')
})

const certificate = spawnSync('openssl', [
  'req',
  '-x509',
  '-newkey',
  'ec',
  '-pkeyopt',
  'ec_paramgen_curve:P-256',
  '-nodes',
  '-subj',
  '/CN=hub',
  '-keyout',
  '-',
])

test.skipIf(certificate.status !== 0)('a hub whose certificate nobody vouches for is told as such, and gets no token', async () => {
  const { pull } = await pullSubject()
  const requests: string[] = []
  const { stdout: pem } = certificate
  const server = createServer({ key: pem, cert: pem }, (request) => requests.push(JSON.stringify(request.headers)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const error = await failureOf(pull({ endpoint: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, token }))
  expect(error).toMatchObject({ code: 'hub_tls_failed', details: { reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' } })
  expect(requests).toEqual([])
})

test('a hub whose name has no address is told as such', async () => {
  const { pull } = await pullSubject()
  expect((await failureOf(pull({ endpoint: 'https://hub.invalid' }))).code).toBe('hub_name_unresolved')
})

test('without room on the disk nothing is fetched', async () => {
  const { pull, leavePartial, requests } = await pullSubject()
  await leavePartial(weights.subarray(0, 100_000))
  const error = await failureOf(pull({ freeBytes: async () => 199_999 }))
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
  const { folder, endpoint } = await pullSubject()
  const node = [process.execPath, '--input-type=module', '-e', script, endpoint, folder]
  const child = spawn('unshare', [...namespace, folder, ...node], { stdio: ['ignore', 'pipe', 'inherit'] })
  const error = JSON.parse(await text(child.stdout))
  expect(error.code).toBe('disk_full')
  expect(error.keptBytes).toBeGreaterThan(50_000)
})

test('a folder that cannot be written is told with the reason of the system', async () => {
  const { pull, folder } = await pullSubject()
  const file = join(folder, 'file')
  await writeFile(file, '')
  expect(await failureOf(pull({ cacheFolder: file }))).toMatchObject({
    code: 'download_unwritable',
    details: { reason: 'ENOTDIR' },
  })
})
