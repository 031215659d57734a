import { listFiles, modelInfo } from '@huggingface/hub'
import { z } from 'zod'
import type { HubSource } from '../../config/schema/hub-source.ts'
import { type HubDetails, RouterError, routerError } from '../../errors.ts'
import { chooseWeights } from '../weights/choose-weights.ts'

/** A file as the hub promises it. */
export type HubFile = { name: string; bytes: number; sha256: string }

/** The weights that a source means, at one commit. */
export type HubWeights = { commit: string; gated: boolean; files: readonly [HubFile, ...HubFile[]] }

const infoAnswer = z.object({ sha: z.string().regex(/^[0-9a-f]{40}$/), gated: z.union([z.boolean(), z.string()]).optional() })
const largeFile = z.object({ oid: z.string().regex(/^[0-9a-f]{64}$/), size: z.int().positive() })

/** Asks a hub which files a source means. Throws the `hub_…` errors and `weights_ambiguous`. */
export async function findOnHub(source: HubSource, details: HubDetails, hubFetch: typeof fetch): Promise<HubWeights> {
  const repository = { hubUrl: details.endpoint, fetch: hubFetch }
  const { sha: commit, gated } = parse(infoAnswer, await askForInfo(source, details, repository), details)
  const promises = new Map<string, unknown>()
  const tree = listFiles({ ...repository, repo: source.repository, revision: commit, recursive: true })
  for await (const { type, path, lfs } of readable(tree, details)) if (type === 'file' && isInside(path)) promises.set(path, lfs)

  const choice = chooseWeights([...promises.keys()], source)
  if ('among' in choice) {
    const several = choice.among.length > 1 && source.file === undefined && source.quantisation === undefined
    throw several
      ? routerError('weights_ambiguous', { source: details.source, among: choice.among })
      : routerError('hub_file_not_found', { ...details, among: choice.among })
  }
  const describe = (name: string): HubFile => {
    if (!promises.has(name)) throw routerError('hub_file_not_found', { ...details, among: [...promises.keys()].filter(isWeightsName) })
    // Weights are always stored as large files, whose id is the sha256 of their bytes.
    const { oid, size } = parse(largeFile, promises.get(name), details)
    return { name, bytes: size, sha256: oid }
  }
  const [first, ...rest] = choice.files
  return { commit, gated: Boolean(gated), files: [describe(first), ...rest.map(describe)] }
}

async function askForInfo(source: HubSource, details: HubDetails, repository: { hubUrl: string; fetch: typeof fetch }): Promise<unknown> {
  const ask = (revision: string) => modelInfo({ ...repository, name: source.repository, revision, additionalFields: ['sha'] })
  try {
    return await ask(source.revision)
  } catch (error) {
    const notFound = error instanceof RouterError && error.code === 'hub_repository_not_found'
    if (!notFound) throw unreadable(error, details)
    // A hub that does not say what it has not found is asked once more, for the repository alone.
    const exists = source.revision !== 'main' && (await ask('main').catch(() => undefined))
    throw exists ? routerError('hub_revision_not_found', { ...details, revision: source.revision }) : error
  }
}

async function* readable<Item>(items: AsyncIterable<Item>, details: HubDetails): AsyncGenerator<Item> {
  try {
    yield* items
  } catch (error) {
    throw unreadable(error, details)
  }
}

/** An answer that the library cannot read is none of a hub's; all other failures are of the table already. */
const unreadable = (error: unknown, details: HubDetails) =>
  error instanceof RouterError
    ? error
    : routerError('hub_answer_invalid', { ...details, reason: 'Its answer is not in the form of a hub’s.' })

function parse<Value>(schema: z.ZodType<Value>, value: unknown, details: HubDetails): Value {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw routerError('hub_answer_invalid', { ...details, reason: 'Its answer lacks the commit, or the size and sha256 of the file.' })
}

/** Names become paths on this machine, and the repository's owner chose them. */
const isInside = (name: string) => !name.split(/[/\\]/).some((part) => part === '' || part === '.' || part === '..' || part.includes(':'))

const isWeightsName = (name: string) => name.endsWith('.gguf')
