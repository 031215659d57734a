import { createHash } from 'node:crypto'
import { type FileHandle, open, readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ModelConfig } from '../config/schema/config.ts'
import { RouterError, routerError } from '../errors.ts'
import { GgufFault } from './gguf/gguf-cursor.ts'
import { readGgufFacts } from './gguf/read-gguf-facts.ts'
import type { Ability, GgufFacts, Model } from './model.ts'
import { locateWeights, weightsOf } from './weights/locate-weights.ts'

/** Context of a slot when the config names none: long contexts cost memory for each slot. */
const defaultContextSize = 4096

/**
 * Checks that the weights of a model are there, sound and the pinned ones.
 *
 * Throws `weights_missing`, `weights_not_pulled`, `weights_ambiguous`, `weights_part_missing`, `weights_unreadable`,
 * `weights_malformed`, `weights_hash_mismatch`.
 *
 * @example
 * const { abilities } = await verifyModel(config.models[0])
 * abilities // ['chat']
 */
export async function verifyModel(config: ModelConfig): Promise<Model> {
  const files = await locateWeights(config)
  const fileIdentity = await identifyFiles(config, files)
  const known = verified.get(config)
  if (known?.fileIdentity === fileIdentity) return known
  const handles = await openAll(config, files)
  try {
    const gguf = { ...(await readGgufFacts(handles)), ...(await ownTemplate(config)) }
    const sha256 = await checkHashes(config, files, handles)
    const model = describeModel(config, { files, gguf, sha256, fileIdentity })
    verified.set(config, model)
    return model
  } catch (error) {
    throw fileError(config, error)
  } finally {
    await Promise.all(handles.map((handle) => handle.close()))
  }
}

// Hashing ten gigabytes takes many seconds, so a file is hashed once for each identity, not on every load.
const verified = new WeakMap<ModelConfig, Model>()

/** A text that changes when a file of the weights does. Throws what locating them throws, and `weights_unreadable`. */
export async function identifyFile(config: ModelConfig): Promise<string> {
  return identifyFiles(config, await locateWeights(config))
}

async function identifyFiles(config: ModelConfig, files: readonly string[]): Promise<string> {
  const identities = await Promise.all(
    files.map(async (file) => {
      const facts = await stat(file, { bigint: true }).catch((error) => {
        throw fileError(config, error)
      })
      if (!facts.isFile()) throw routerError('weights_unreadable', { ...weightsOf(config), reason: 'It is not a file.' })
      return [facts.dev, facts.ino, facts.size, facts.mtimeNs, facts.ctimeNs].join(':')
    }),
  )
  return identities.join(' ')
}

async function openAll(config: ModelConfig, [first, ...rest]: readonly [string, ...string[]]): Promise<[FileHandle, ...FileHandle[]]> {
  const openOne = (file: string) =>
    open(file).catch((error) => {
      throw fileError(config, error)
    })
  const handles: [FileHandle, ...FileHandle[]] = [await openOne(first)]
  for (const file of rest) handles.push(await openOne(file))
  return handles
}

async function checkHashes(config: ModelConfig, files: readonly string[], handles: readonly FileHandle[]): Promise<string | undefined> {
  if (config.sha256 === undefined) return undefined
  const pinned = [config.sha256].flat()
  if (pinned.length !== files.length) {
    const problem = `${pinned.length} given for ${files.length} ${files.length === 1 ? 'file' : 'files'}; give one for each file, in order`
    throw routerError('config_invalid', { file: 'The config', faults: [{ path: `models.${config.id}.sha256`, problem }] })
  }
  for (const [index, handle] of handles.entries()) {
    const [expected = '', file = ''] = [pinned[index], files[index]]
    const actual = await hashFile(handle)
    if (actual !== expected) {
      const named = files.length === 1 ? {} : { file: basename(file) }
      throw routerError('weights_hash_mismatch', { ...weightsOf(config), ...named, expected, actual })
    }
  }
  return pinned.length === 1 ? pinned[0] : undefined
}

type Found = Pick<Model, 'gguf' | 'sha256' | 'fileIdentity'> & { files: readonly [string, ...string[]] }

function describeModel(config: ModelConfig, { files, gguf, sha256, fileIdentity }: Found): Model {
  const contextSize = config.contextSize ?? Math.min(gguf.trainedContextSize, defaultContextSize)
  const { restore } = weightsOf(config)
  const { id, speculation } = config
  return { id, path: files[0], restore, sha256, abilities: abilitiesOf(gguf), contextSize, speculation, gguf, fileIdentity }
}

// Weights that pool were made for embedding; all others generate.
const abilitiesOf = (gguf: GgufFacts): Ability[] => (gguf.pooling === undefined || gguf.pooling === 0 ? ['chat'] : ['embed'])

async function hashFile(file: FileHandle): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of file.createReadStream({ start: 0, autoClose: false, highWaterMark: 1024 ** 2 })) hash.update(chunk)
  return hash.digest('hex')
}

/** The template that the config names in place of those in the weights. */
async function ownTemplate({ id, chatTemplate }: ModelConfig): Promise<Partial<GgufFacts>> {
  if (chatTemplate === undefined) return {}
  const builtIn = builtInTemplates[chatTemplate]
  if (builtIn !== undefined) return { chatTemplate: builtIn, toolTemplate: undefined }
  try {
    return { chatTemplate: await readFile(chatTemplate, 'utf8'), toolTemplate: undefined }
  } catch (error) {
    const problem = `no file that can be read (${(error as NodeJS.ErrnoException).code}), and no built-in template: ${Object.keys(builtInTemplates).join(', ')}`
    throw routerError('config_invalid', { file: 'The config', faults: [{ path: `models.${id}.chatTemplate`, problem }] })
  }
}

function fileError(config: ModelConfig, error: unknown): unknown {
  if (error instanceof RouterError) return error
  if (error instanceof GgufFault) return routerError('weights_malformed', { ...weightsOf(config), reason: error.message })
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT' || code === 'ENOTDIR') return routerError('weights_missing', weightsOf(config))
  if (code === undefined) return error
  return routerError('weights_unreadable', { ...weightsOf(config), reason: `The operating system answered ${code}.` })
}

/** Chat templates by name, for weights that hold none. */
const builtInTemplates: Readonly<Record<string, string>> = {
  __proto__: null as never,
  chatml:
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}" +
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}",
}
