import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { pullFile } from './pull-file.ts'

const weights = randomBytes(300_000)
const sha256 = createHash('sha256').update(weights).digest('hex')

type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** A loopback server that speaks the hub's protocol for one large file; `download` may misbehave. */
async function hub({ download = sendRange, oid = sha256, status = 200 }: { download?: Answer; oid?: string; status?: number } = {}) {
  const server = createServer((request, response) => {
    if (status !== 200) return response.writeHead(status).end('{"error":"no"}')
    if (request.url === '/api/models/owner/model/paths-info/main') {
      const known = [
        { type: 'file', path: 'model.gguf', size: weights.length, oid: 'x', lfs: { oid, size: weights.length, pointerSize: 134 } },
      ]
      return readBody(request).then((body) => {
        response.setHeader('Content-Type', 'application/json')
        response.end(JSON.stringify(known.filter(({ path }) => body.includes(path))))
      })
    }
    return download(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) body += chunk
  return body
}

function sendRange(request: IncomingMessage, response: ServerResponse, sent: Buffer = weights): void {
  const [, from = '0', to] = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '') ?? []
  const part = sent.subarray(Number(from), to ? Number(to) + 1 : undefined)
  response.writeHead(206, { ETag: '"x"', 'Content-Range': `bytes ${from}-${Number(from) + part.length - 1}/${weights.length}` })
  response.end(part)
}

async function pull(endpoint: string, { file = 'model.gguf', token }: { file?: string; token?: string } = {}, before?: Buffer) {
  const into = await mkdtemp(join(tmpdir(), 'honestai-pull-'))
  onTestFinished(() => rm(into, { recursive: true }))
  if (before) await writeFile(join(into, 'model.gguf.partial'), before)
  const pulled = pullFile({ repository: 'owner/model', file, into, hub: { endpoint, token } })
  return { pulled, into }
}

test('a file arrives whole, under its name, with the sha256 of the hub', async () => {
  const { pulled, into } = await pull(await hub())
  expect(await pulled).toEqual({ path: join(into, 'model.gguf'), bytes: weights.length, sha256 })
  expect(await readFile(join(into, 'model.gguf'))).toEqual(weights)
  expect(await readdir(into)).toEqual(['model.gguf'])
})

test('a download goes on where an earlier one broke off', async () => {
  const ranges: (string | undefined)[] = []
  const endpoint = await hub({
    download: (request, response) => {
      ranges.push(request.headers.range)
      sendRange(request, response)
    },
  })
  const { pulled } = await pull(endpoint, {}, weights.subarray(0, 100_000))
  expect((await pulled).sha256).toBe(sha256)
  expect(ranges.at(-1)).toMatch(/^bytes=100000-/)
})

test('a file that is not the promised one is thrown away', async () => {
  const { pulled, into } = await pull(await hub({ oid: 'f'.repeat(64) }))
  await expect(pulled).rejects.toMatchObject({ code: 'download_damaged', details: { actual: sha256 } })
  expect(await readdir(into)).toEqual([])
})

test('a connection that breaks off keeps what arrived', async () => {
  const endpoint = await hub({
    download: (request, response) => {
      if (request.headers.range === 'bytes=0-0') return sendRange(request, response)
      response.writeHead(206, { 'Content-Length': weights.length })
      response.write(weights.subarray(0, 50_000), () => setTimeout(() => response.destroy(), 50))
    },
  })
  const { pulled, into } = await pull(endpoint)
  await expect(pulled).rejects.toMatchObject({ code: 'hub_unreachable', retryable: true })
  expect(await readdir(into)).toEqual(['model.gguf.partial'])
})

test.each([
  { status: 401, token: undefined, code: 'hub_token_missing' },
  { status: 401, token: 'hf_secret', code: 'hub_token_refused' },
  { status: 403, token: 'hf_secret', code: 'hub_access_not_granted' },
  { status: 404, token: undefined, code: 'hub_file_not_found' },
  { status: 500, token: undefined, code: 'hub_failed' },
])('an answer with status $status and token $token is told as $code, without the token', async ({ status, token, code }) => {
  const { pulled } = await pull(await hub({ status }), token === undefined ? {} : { token })
  const error = await pulled.catch((reason) => reason)
  expect(error.code).toBe(code)
  expect(JSON.stringify(error.toBody())).not.toContain('secret')
})

test('a file the repository does not have is told as such', async () => {
  const { pulled } = await pull(await hub(), { file: 'other.gguf' })
  await expect(pulled).rejects.toMatchObject({ code: 'hub_file_not_found' })
})

test('a hub that is not there is told with the reason of the system', async () => {
  const { pulled } = await pull('http://127.0.0.1:9')
  await expect(pulled).rejects.toMatchObject({ code: 'hub_unreachable' })
})

test('a token that cannot be one is refused before anything is sent', async () => {
  const { pulled } = await pull('http://127.0.0.1:9', { token: 'no-token' })
  await expect(pulled).rejects.toMatchObject({ code: 'hub_token_refused' })
})
