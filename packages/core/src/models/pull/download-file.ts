import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type HubDetails, RouterError, routerError } from '../../errors.ts'
import type { HubFile } from './find-on-hub.ts'

/** One file on its way to this machine. */
export type Download = {
  url: string
  file: HubFile
  details: HubDetails
  /** Where it goes when it is whole and verified. */
  path: string
  /** Where it grows until then. */
  partial: string
  hubFetch: typeof fetch
  freeBytes: (folder: string) => Promise<number>
  onBytes: (receivedBytes: number) => void
}

/**
 * Downloads one file, going on where an earlier try broke off. It gets its name only when its sha256 is the hub's.
 *
 * The library's own download tells a failed connection by its text alone and a cut one not at all, so the bytes are
 * fetched here.
 */
export async function downloadFile(download: Download): Promise<void> {
  const { file, details, path, partial } = download
  try {
    if (await isWhole(path, file)) return download.onBytes(file.bytes)
    const kept = await hashExisting(partial, file.bytes)
    download.onBytes(kept.received)
    const { received, hash } = kept.received < file.bytes ? await receive(download, kept) : kept
    if (received < file.bytes) {
      throw routerError('download_truncated', { ...details, file: file.name, receivedBytes: received, totalBytes: file.bytes })
    }
    const actual = hash.digest('hex')
    if (actual !== file.sha256) {
      await rm(partial)
      throw routerError('download_damaged', { ...details, file: file.name, expected: file.sha256, actual })
    }
    await rename(partial, path)
  } catch (error) {
    throw await explainWriteFailure(error, download)
  }
}

/** A file that is there already has to prove that it is the hub's. */
async function isWhole(path: string, { bytes, sha256 }: HubFile): Promise<boolean> {
  return (await sizeOf(path)) === bytes && (await hashFile(path)).digest('hex') === sha256
}

async function hashFile(path: string): Promise<Hash> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 ** 2 })) hash.update(chunk)
  return hash
}

/** What of a file is on this disk, and the hash of it so far. */
type Received = { received: number; hash: Hash }

/** Appends to the partial file what it lacks. */
async function receive(download: Download, kept: Received): Promise<Received> {
  const { file, partial, onBytes } = download
  const answer = await askFrom(kept.received, download)
  // A server that does not know ranges sends the file from its beginning.
  const goesOn = answer.status === 206
  let { received, hash } = goesOn ? kept : { received: 0, hash: createHash('sha256') }
  await using output = await open(partial, goesOn ? 'a' : 'w')
  try {
    for await (const chunk of answer.body ?? []) {
      // More than was promised cannot be the file.
      const wanted = chunk.subarray(0, file.bytes - received)
      await writeAll(output, wanted)
      hash.update(wanted)
      received += wanted.length
      onBytes(received)
      if (wanted.length < chunk.length) break
    }
  } catch (error) {
    if (!endedEarly(error)) throw error
  }
  await output.sync()
  return { received, hash }
}

/** Asks for what comes after the bytes that are there. What a store cannot go on with is thrown away: only anew can it succeed. */
async function askFrom(received: number, { url, file, details, partial, hubFetch }: Download): Promise<Response> {
  try {
    const answer = await hubFetch(url, { headers: received > 0 ? { Range: `bytes=${received}-` } : {} })
    if (answer.status !== 206) return answer
    const sent = answer.headers.get('Content-Range') ?? 'a part without its place'
    const [, from, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(sent) ?? []
    if (received > 0 && Number(from) === received && (total === '*' || Number(total) === file.bytes)) return answer
    await answer.body?.cancel()
    throw routerError('hub_range_refused', {
      ...details,
      reason: `Of ${file.bytes} bytes it was asked for those from ${received}, and sent ${sent}.`,
    })
  } catch (error) {
    if (error instanceof RouterError && error.code === 'hub_range_refused') await rm(partial, { force: true })
    throw error
  }
}

/** The other side closed the connection in good order, but before the end it had promised. */
const endedEarly = (error: unknown): boolean =>
  error instanceof RouterError &&
  error.code === 'hub_unreachable' &&
  'reason' in error.details &&
  error.details.reason.startsWith('UND_ERR_')

/** A disk that fills up takes a part of a chunk first. */
async function writeAll(output: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length; ) written += (await output.write(bytes, written)).bytesWritten
}

/** Hashes what an earlier try left. More than the whole file can only be another file. */
async function hashExisting(partial: string, totalBytes: number): Promise<Received> {
  const received = await sizeOf(partial)
  if (received > 0 && received <= totalBytes) return { received, hash: await hashFile(partial) }
  await rm(partial, { force: true })
  return { received: 0, hash: createHash('sha256') }
}

/** Size of a file, 0 when there is none. */
export const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  )

async function explainWriteFailure(error: unknown, { file, partial, freeBytes }: Download): Promise<unknown> {
  if (error instanceof RouterError) return error
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const keptBytes = await sizeOf(partial)
    const free = await freeBytes(dirname(partial)).catch(() => 0)
    return routerError('disk_full', { file: file.name, neededBytes: file.bytes - keptBytes, freeBytes: free, keptBytes })
  }
  return code === undefined ? error : routerError('download_unwritable', { file: file.name, reason: code })
}
