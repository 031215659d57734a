import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { type Config, loadConfig, RouterError, verifyModel } from '@honestai/core'
import type { Subject, SubjectModel } from '../subject/run-context.ts'

/** What `--config` and `--model` say. */
export type SubjectChoice = { config?: string | undefined; model?: string | undefined }

/** Reads the config that is gated and looks at its weights once, so that no check needs to hash them again. */
export async function resolveSubject({ config: file, model }: SubjectChoice): Promise<Subject> {
  const config = await loadConfig({ file, model })
  const models = await Promise.all(config.models.map(describeModel))
  return { kind: file === undefined && model === undefined ? 'canary' : 'config', target: null, config, models }
}

async function describeModel(config: Config['models'][number]): Promise<SubjectModel> {
  const { id, path, source = '' } = config
  try {
    const { path, abilities, contextSize, gguf, sha256 } = await verifyModel(config)
    return { id, path, bytes: gguf.fileBytes, sha256: sha256 ?? (await hashFile(path)), abilities, contextSize, problem: null }
  } catch (error) {
    if (!(error instanceof RouterError)) throw error
    const bytes = path === undefined ? null : (statSync(path, { throwIfNoEntry: false })?.size ?? null)
    return { id, path: path ?? source, bytes, sha256: null, abilities: [], contextSize: 0, problem: error.message }
  }
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1024 ** 2 }), hash)
  return hash.digest('hex')
}
