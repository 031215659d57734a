import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { downloadFile, HubApiError, pathsInfo } from '@huggingface/hub'
import type { HubSettings } from '../config/read-hub-settings.ts'
import { type HubDetails, RouterError, routerError } from '../errors.ts'

/** A file on a hub and where it goes. */
export type PullRequest = {
  /** `owner/name` */
  repository: string
  /** Path inside the repository. */
  file: string
  /** Folder on this machine. */
  into: string
  hub: HubSettings
  onProgress?: (receivedBytes: number, totalBytes: number) => void
  signal?: AbortSignal
}

/** A file that arrived whole. `sha256` is of its bytes and equals the hub's. */
export type PulledFile = { path: string; bytes: number; sha256: string }

/**
 * Downloads one file, the only code that dials out. Goes on where an earlier try broke off; the file gets its name only
 * when its sha256 is the hub's.
 *
 * Throws the `hub_…` errors, `download_damaged` and `request_cancelled`.
 */
export async function pullFile(request: PullRequest): Promise<PulledFile> {
  const { repository, file, into, hub } = request
  const details = { repository, file, endpoint: hub.endpoint, page: `${hub.endpoint}/${repository}` }
  try {
    // The library takes no other tokens, and the hub gives no others.
    if (hub.token !== undefined && !hub.token.startsWith('hf_')) throw routerError('hub_token_refused', details)
    const promised = await lookUp(request)
    if (!promised) throw routerError('hub_file_not_found', details)
    await mkdir(into, { recursive: true })
    const path = join(into, basename(file))
    const partial = `${path}.partial`
    const actual = await download(request, partial, promised.bytes)
    if (actual !== promised.sha256) {
      await rm(partial)
      throw routerError('download_damaged', { ...details, expected: promised.sha256, actual })
    }
    await rename(partial, path)
    return { path, ...promised }
  } catch (error) {
    throw explain(error, details, hub, request.signal)
  }
}

async function lookUp({ repository, file, hub }: PullRequest): Promise<{ bytes: number; sha256: string } | undefined> {
  const [info] = await pathsInfo({ repo: repository, paths: [file], ...credentials(hub) })
  // Weights are always stored as large files, whose id is the sha256 of their bytes.
  return info?.lfs && { bytes: info.lfs.size, sha256: info.lfs.oid }
}

async function download({ repository, file, hub, onProgress, signal }: PullRequest, partial: string, totalBytes: number): Promise<string> {
  const hash = createHash('sha256')
  let received = await hashExisting(partial, totalBytes, hash)
  const blob = await downloadFile({ repo: repository, path: file, xet: false, ...credentials(hub) })
  if (!blob) throw new HubApiError(hub.endpoint, 404)
  await using output = await open(partial, 'a')
  if (received < totalBytes) {
    for await (const chunk of blob.slice(received).stream()) {
      signal?.throwIfAborted()
      await output.write(chunk)
      hash.update(chunk)
      received += chunk.length
      onProgress?.(received, totalBytes)
    }
  }
  if (received < totalBytes) throw new TypeError(`The hub sent ${received} of ${totalBytes} bytes.`)
  return hash.digest('hex')
}

/** Feeds what an earlier try left to the hash; returns its length. More than the whole file can only be another file. */
async function hashExisting(partial: string, totalBytes: number, hash: Hash): Promise<number> {
  const size = await stat(partial).then(
    (facts) => facts.size,
    () => 0,
  )
  if (size === 0) return 0
  if (size > totalBytes) {
    await rm(partial)
    return 0
  }
  for await (const chunk of createReadStream(partial)) hash.update(chunk)
  return size
}

const credentials = ({ endpoint, token }: HubSettings) => ({ hubUrl: endpoint, ...(token === undefined ? {} : { accessToken: token }) })

function explain(error: unknown, details: HubDetails, { token }: HubSettings, signal: AbortSignal | undefined): unknown {
  if (error instanceof RouterError) return error
  if (signal?.aborted) return routerError('request_cancelled', {})
  if (error instanceof HubApiError) return explainStatus(error.statusCode, details, token !== undefined)
  // What `fetch` throws when a connection fails or breaks off; the cause has the system's word for it.
  if (error instanceof TypeError) {
    const cause = error.cause as NodeJS.ErrnoException | undefined
    return routerError('hub_unreachable', { ...details, reason: `${cause?.code ?? error.message}.`.replace(/\.+$/, '.') })
  }
  return error
}

function explainStatus(status: number, details: HubDetails, tokenSet: boolean): RouterError {
  if (status === 401) return routerError(tokenSet ? 'hub_token_refused' : 'hub_token_missing', details)
  if (status === 403) return routerError('hub_access_not_granted', details)
  if (status === 404) return routerError('hub_file_not_found', details)
  return routerError('hub_failed', { ...details, status })
}
