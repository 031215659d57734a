import { createHash } from 'node:crypto'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ModelConfig } from '../config/config.ts'
import { RouterError, routerError } from '../errors.ts'
import { GgufFault } from './gguf-cursor.ts'
import type { Ability, GgufFacts, Model } from './model.ts'
import { readGgufFacts } from './read-gguf-facts.ts'

/** Context of a slot when the config names none: long contexts cost memory for each slot. */
const defaultContextTokens = 4096

/**
 * Checks that the weights of a model are there, sound and the pinned ones.
 *
 * Throws `weights_missing`, `weights_unreadable`, `weights_malformed`, `weights_hash_mismatch`.
 */
export async function verifyModel(config: ModelConfig): Promise<Model> {
  const fileIdentity = await identifyFile(config)
  const known = verified.get(config)
  if (known?.fileIdentity === fileIdentity) return known
  const file = await open(config.path).catch((error) => {
    throw fileError(config, error)
  })
  try {
    const gguf = await readGgufFacts(file)
    const sha256 = config.sha256 === undefined ? undefined : await hashFile(file)
    if (sha256 !== config.sha256) {
      throw routerError('weights_hash_mismatch', { ...weightsOf(config), expected: config.sha256 ?? '', actual: sha256 ?? '' })
    }
    const model = describeModel(config, gguf, sha256, fileIdentity)
    verified.set(config, model)
    return model
  } catch (error) {
    throw fileError(config, error)
  } finally {
    await file.close()
  }
}

// Hashing ten gigabytes takes many seconds, so a file is hashed once for each identity, not on every load.
const verified = new WeakMap<ModelConfig, Model>()

/** A text that changes when the file does. Throws `weights_missing`, `weights_unreadable`. */
export async function identifyFile(config: ModelConfig): Promise<string> {
  const facts = await stat(config.path, { bigint: true }).catch((error) => {
    throw fileError(config, error)
  })
  if (!facts.isFile()) throw routerError('weights_unreadable', { ...weightsOf(config), reason: 'It is not a file.' })
  return [facts.dev, facts.ino, facts.size, facts.mtimeNs, facts.ctimeNs].join(':')
}

/** A model's weights as errors name them. */
export const weightsOf = ({ id, path, restore }: Pick<ModelConfig, 'id' | 'path' | 'restore'>) => ({
  model: id,
  file: basename(path),
  restore,
})

function describeModel(config: ModelConfig, gguf: GgufFacts, sha256: string | undefined, fileIdentity: string): Model {
  const contextTokens = config.contextTokens ?? Math.min(gguf.trainedContextTokens, defaultContextTokens)
  return {
    id: config.id,
    path: config.path,
    restore: config.restore,
    sha256,
    abilities: abilitiesOf(gguf),
    contextTokens,
    gguf,
    fileIdentity,
  }
}

// Weights that pool were made for embedding; all others generate.
const abilitiesOf = (gguf: GgufFacts): Ability[] => (gguf.pooling === undefined || gguf.pooling === 0 ? ['chat'] : ['embed'])

async function hashFile(file: FileHandle): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of file.createReadStream({ start: 0, autoClose: false, highWaterMark: 1024 ** 2 })) hash.update(chunk)
  return hash.digest('hex')
}

function fileError(config: ModelConfig, error: unknown): unknown {
  if (error instanceof RouterError) return error
  if (error instanceof GgufFault) return routerError('weights_malformed', { ...weightsOf(config), reason: error.message })
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT' || code === 'ENOTDIR') return routerError('weights_missing', weightsOf(config))
  if (code === undefined) return error
  return routerError('weights_unreadable', { ...weightsOf(config), reason: `The operating system answered ${code}.` })
}
