import { createHash, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import type { RouterError } from '../../errors.ts'
import { type LoopbackHubOptions, startLoopbackHub } from '../testing/loopback-hub.ts'
import { repositoryFolder } from '../weights/hub-cache.ts'
import { type PullRequest, pullWeights } from './pull-weights.ts'

/** The bytes of the only file of the hub, and their hash. */
export const weights = randomBytes(300_000)
export const sha256 = createHash('sha256').update(weights).digest('hex')
/** A token that no error may show. */
export const token = 'hf_verysecret'

type Pull = Partial<PullRequest> & { endpoint?: string; token?: string; offline?: boolean }

/** A loopback hub and an empty cache to pull into; both are gone when the test ends. */
export async function pullSubject(options: Partial<LoopbackHubOptions> = {}) {
  const hub = await startLoopbackHub({ files: { 'model.gguf': weights }, ...options })
  const folder = await mkdtemp(join(tmpdir(), 'honestai-pull-'))
  onTestFinished(async () => {
    await hub[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })
  const repository = repositoryFolder(folder, 'owner/model')
  const blobs = join(repository, 'blobs')
  const partial = join(blobs, `${sha256}.partial`)
  return {
    hub,
    endpoint: hub.endpoint,
    requests: hub.requests,
    folder,
    repository,
    blobs,
    partial,
    pull: ({ endpoint = hub.endpoint, token, offline = false, ...request }: Pull = {}) =>
      pullWeights({ source: 'hf:owner/model/model.gguf', hub: { endpoint, token, offline }, cacheFolder: folder, ...request }),
    /** Leaves what an earlier pull had got. */
    async leavePartial(bytes: Buffer) {
      await mkdir(blobs, { recursive: true })
      await writeFile(partial, bytes)
    },
  }
}

/** The error that a pull ends with. */
export const failureOf = (pulled: Promise<unknown>): Promise<RouterError> =>
  pulled.then(
    () => expect.unreachable(),
    (error) => error,
  )
