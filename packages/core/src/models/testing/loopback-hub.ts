import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a hub is asked for. */
export type HubRequestKind = 'info' | 'tree' | 'resolve' | 'store'

/** A request as it arrived. */
export type HubRequest = { kind: HubRequestKind; url: string; headers: IncomingMessage['headers'] }

/** How a loopback hub behaves. */
export type LoopbackHubOptions = {
  /** Files of each of its repositories. */
  files: Readonly<Record<string, Buffer>>
  /** `owner/model` alone by default. */
  repositories?: readonly string[]
  gated?: boolean
  /** sha256 it promises, where it is not the true one. */
  promised?: string
  /** Takes the place of the answer to a request when it returns true. */
  misbehave?: (kind: HubRequestKind, request: IncomingMessage, response: ServerResponse) => boolean
}

/** A hub on this machine. */
export type LoopbackHub = AsyncDisposable & { endpoint: string; requests: HubRequest[] }

/** Commit of the only revisions: `main`, `v1` and `refs/pr/1`. */
export const hubCommit = 'c'.repeat(40)

/**
 * Starts a loopback server that speaks the hub's protocol: information and tree of a revision, and files that
 * are sent on, as the hub does, to a store on another address. For tests.
 *
 * @example
 * await using hub = await startLoopbackHub({ files: { 'model.gguf': Buffer.from('GGUF') } })
 * const { status } = await fetch(`${hub.endpoint}/api/models/owner/model/revision/main?`)
 * status // 200
 */
export async function startLoopbackHub({
  files,
  repositories = ['owner/model'],
  gated = false,
  promised,
  misbehave,
}: LoopbackHubOptions): Promise<LoopbackHub> {
  const requests: HubRequest[] = []
  const listener =
    (
      kindOf: (url: string) => HubRequestKind | undefined,
      answer: (kind: HubRequestKind, request: IncomingMessage, response: ServerResponse) => void,
    ): RequestListener =>
    (request, response) => {
      const url = decodeURIComponent(request.url ?? '')
      const kind = kindOf(url)
      if (!kind) return response.writeHead(404, { 'X-Error-Code': 'RepoNotFound' }).end()
      requests.push({ kind, url, headers: request.headers })
      if (!misbehave?.(kind, request, response)) answer(kind, request, response)
      return undefined
    }

  const store = await listen(
    listener(
      () => 'store',
      (_kind, request, response) => sendRange(request, response, files[decodeURIComponent(request.url ?? '').slice(1)]),
    ),
  )
  const hub = await listen(
    listener(
      (url) => kindOfHubRequest(url, repositories),
      (kind, request, response) => {
        if (kind === 'info')
          return sendJson(response, { _id: 'x', id: repositories[0], sha: hubCommit, gated: gated && 'manual', lastModified: '2026-01-01' })
        if (kind === 'tree')
          return sendJson(
            response,
            Object.entries(files).map(([path, bytes]) => treeEntry(path, bytes, promised)),
          )
        const name = decodeURIComponent(request.url ?? '').split(`/resolve/${hubCommit}/`)[1] ?? ''
        const bytes = files[name]
        if (!bytes) return response.writeHead(404, { 'X-Error-Code': 'EntryNotFound' }).end()
        return response
          .writeHead(302, {
            Location: `${store.origin}/${encodeURIComponent(name)}`,
            'X-Linked-Size': bytes.length,
            'X-Linked-ETag': `"${sha256Of(bytes)}"`,
          })
          .end()
      },
    ),
  )
  return {
    endpoint: hub.origin,
    requests,
    async [Symbol.asyncDispose]() {
      for (const server of [hub, store]) server.close()
    },
  }
}

function kindOfHubRequest(url: string, repositories: readonly string[]): HubRequestKind | undefined {
  const repository = repositories.find((name) => url.startsWith(`/${name}/`) || url.startsWith(`/api/models/${name}/`))
  if (repository === undefined) return undefined
  const path = url.slice(url.indexOf(repository) + repository.length)
  if (/^\/revision\/(main|v1|refs\/pr\/1)\?/.test(path)) return 'info'
  if (path.startsWith(`/tree/${hubCommit}?`)) return 'tree'
  return path.startsWith(`/resolve/${hubCommit}/`) ? 'resolve' : undefined
}

const sha256Of = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

const treeEntry = (path: string, bytes: Buffer, promised?: string) => ({
  type: 'file',
  path,
  size: bytes.length,
  oid: 'd'.repeat(40),
  lfs: { oid: promised ?? sha256Of(bytes), size: bytes.length, pointerSize: 134 },
})

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value))
}

/** Sends what a `Range` asks for, or everything. */
export function sendRange(request: IncomingMessage, response: ServerResponse, bytes: Buffer = Buffer.alloc(0)): void {
  const from = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1]
  if (from === undefined) return void response.writeHead(200, { 'Content-Length': bytes.length }).end(bytes)
  const part = bytes.subarray(Number(from))
  const range = `bytes ${from}-${bytes.length - 1}/${bytes.length}`
  response.writeHead(206, { 'Content-Length': part.length, 'Content-Range': range }).end(part)
}

async function listen(listener: RequestListener) {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
