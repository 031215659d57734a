import { mkdir, statfs } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import type { HubSettings } from '../../config/environment/read-hub-settings.ts'
import { parseHubSource } from '../../config/schema/hub-source.ts'
import { type HubDetails, routerError } from '../../errors.ts'
import { writeGatedMark } from '../weights/gated-mark.ts'
import { repositoryFolder } from '../weights/hub-cache.ts'
import { replaceFile } from '../weights/replace-file.ts'
import { createHubFetch } from './create-hub-fetch.ts'
import { downloadFile, sizeOf } from './download-file.ts'
import { findOnHub, type HubFile, type HubWeights } from './find-on-hub.ts'
import { takePullLock } from './pull-lock.ts'

/** Weights on a hub and where they go. */
export type PullRequest = {
  /** `hf:owner/repo[@revision][/file][:quantisation]` */
  source: string
  hub: HubSettings
  /** Cache of the Hugging Face tools, where a model of the config with this source finds them. */
  cacheFolder: string
  /** Folder for the files by themselves, in place of the cache. */
  output?: string | undefined
  /** Longest time without a byte, in milliseconds; 60,000 by default. */
  stallTimeoutMs?: number
  /** Free bytes of the disk that holds a folder, as the system tells them by default. */
  freeBytes?: (folder: string) => Promise<number>
  onProgress?: (progress: PullProgress) => void
  signal?: AbortSignal
}

/** How far a pull is, all files together. */
export type PullProgress = { receivedBytes: number; totalBytes: number }

/** Weights that arrived whole: the sha256 of each file is of its bytes and equals the hub's. */
export type PulledWeights = {
  source: string
  /** Commit of the repository. */
  commit: string
  gated: boolean
  files: { path: string; bytes: number; sha256: string }[]
}

/**
 * Pulls weights from a hub, the only code that dials out. Goes on where an earlier try broke off; a file gets its name only
 * when its sha256 is the hub's.
 *
 * Throws the `hub_…` errors, `weights_ambiguous`, `download_truncated`, `download_damaged`, `download_unwritable`,
 * `disk_full`, `pull_in_progress`, `pull_stopped`, and `invalid_request` for what is no source.
 *
 * @example
 * await pullWeights({ source: 'hf:owner/model:Q8_0', hub: readHubSettings(), cacheFolder: readHubCacheFolder() })
 */
export async function pullWeights(request: PullRequest): Promise<PulledWeights> {
  const { source, hub, stallTimeoutMs = 60_000, freeBytes = freeBytesOf, signal = new AbortController().signal } = request
  const parsed = parseHubSource(source)
  if (!parsed)
    throw routerError('invalid_request', { param: 'source', problem: 'expected hf:owner/repo[@revision][/file.gguf][:quantisation]' })
  const { endpoint } = hub
  const details: HubDetails = { source, repository: parsed.repository, endpoint, page: `${endpoint}/${parsed.repository}` }
  if (hub.offline) throw routerError('hub_offline', details)
  const hubFetch = createHubFetch({ hub, details, revision: parsed.revision, stallTimeoutMs, signal })

  const weights = await findOnHub(parsed, details, hubFetch)
  const place = request.output === undefined ? cachePlace(request.cacheFolder, parsed, weights) : folderPlace(request.output)
  await writable(weights.files[0].name, () => mkdir(place.folder, { recursive: true }))
  const targets = weights.files.map((file) => ({ file, ...place.of(file) }))
  await demandRoom(targets, place.folder, freeBytes)

  const totalBytes = sum(weights.files.map(({ bytes }) => bytes))
  const files: PulledWeights['files'] = []
  let earlierBytes = 0
  for (const { file, path, partial } of targets) {
    const onBytes = (bytes: number) => request.onProgress?.({ receivedBytes: earlierBytes + bytes, totalBytes })
    await using _lock = await writable(file.name, () => takePullLock(`${partial}.lock`, file.name))
    const url = `${details.page}/resolve/${weights.commit}/${file.name.split('/').map(encodeURIComponent).join('/')}`
    await downloadFile({ url, file, details, path, partial, hubFetch, freeBytes, onBytes })
    files.push({ path: await writable(file.name, () => place.settle(file, path)), bytes: file.bytes, sha256: file.sha256 })
    earlierBytes += file.bytes
  }
  await writable(weights.files[0].name, place.finish)
  return { source, commit: weights.commit, gated: weights.gated, files }
}

type Target = { file: HubFile; path: string; partial: string }

/** A way to lay out files: where each grows, and what is left to do when it is there, and when all are. */
type Place = {
  folder: string
  of: (file: HubFile) => { path: string; partial: string }
  /** Returns the path of a file for people and programs. */
  settle: (file: HubFile, path: string) => Promise<string>
  finish: () => Promise<void>
}

/** The hash in its name keeps what is left of one version of a file from being taken for the beginning of another. */
const folderPlace = (folder: string): Place => ({
  folder,
  of: ({ name, sha256 }) => {
    const path = join(folder, basename(name))
    return { path, partial: `${path}.${sha256.slice(0, 8)}.partial` }
  },
  settle: async (_file, path) => path,
  finish: async () => {},
})

/** The layout of the Hugging Face tools; see `repositoryFolder`. */
function cachePlace(cacheFolder: string, source: { repository: string; revision: string }, { commit, gated }: HubWeights): Place {
  const repository = repositoryFolder(cacheFolder, source.repository)
  const blobs = join(repository, 'blobs')
  return {
    folder: blobs,
    of: ({ sha256 }) => ({ path: join(blobs, sha256), partial: join(blobs, `${sha256}.partial`) }),
    async settle({ name }, path) {
      const link = join(repository, 'snapshots', commit, name)
      await replaceFile(link, { linkTo: relative(dirname(link), path) })
      return link
    },
    async finish() {
      await writeGatedMark(repository, gated)
      // Last, so that a branch never leads to files that are not there.
      if (source.revision !== commit) await replaceFile(join(repository, 'refs', source.revision), { text: commit })
    },
  }
}

/** Refuses a pull for which there is no room before a byte is fetched. */
async function demandRoom(targets: readonly Target[], folder: string, freeBytes: (folder: string) => Promise<number>): Promise<void> {
  const kept = await Promise.all(
    targets.map(async ({ file, path, partial }) => Math.min(file.bytes, (await sizeOf(partial)) || (await sizeOf(path)))),
  )
  const neededBytes = sum(targets.map(({ file }) => file.bytes)) - sum(kept)
  const free = await freeBytes(folder)
  if (neededBytes > free) {
    throw routerError('disk_full', { file: basename(targets[0]?.file.name ?? ''), neededBytes, freeBytes: free, keptBytes: sum(kept) })
  }
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

/** Does something to the disk; what the system refuses becomes an error of the table. */
async function writable<Value>(file: string, act: () => Promise<Value>): Promise<Value> {
  try {
    return await act()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw /^E[A-Z]+$/.test(code ?? '') ? routerError('download_unwritable', { file: basename(file), reason: code ?? '' }) : error
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
