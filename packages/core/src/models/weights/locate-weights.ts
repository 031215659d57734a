import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { readHubCacheFolder } from '../../config/environment/read-hub-settings.ts'
import type { ModelConfig } from '../../config/schema/config.ts'
import { parseHubSource } from '../../config/schema/hub-source.ts'
import { routerError } from '../../errors.ts'
import { chooseWeights } from './choose-weights.ts'
import { findSnapshot } from './hub-cache.ts'
import { splitPaths } from './split-names.ts'

/** A model as its config, or what was made of it, names its weights. */
type NamedWeights = Pick<ModelConfig, 'id'> & Partial<Pick<ModelConfig, 'path' | 'source' | 'restore'>>

/** What an error says about weights: their model, their file without its folder, and the command that brings them back. */
export const weightsOf = ({ id, path, source, restore }: NamedWeights) => ({
  model: id,
  file: path === undefined ? (source ?? id) : basename(path),
  restore: restore ?? (source === undefined ? undefined : pullCommand(source)),
})

/** The command that pulls a source. */
const pullCommand = (source: string): string => `honestai pull ${source}`

/**
 * Finds the files of a model: the path of the config, or what its source means in the local cache, and nowhere else.
 *
 * Throws `weights_missing`, `weights_not_pulled`, `weights_ambiguous`, `weights_part_missing`.
 */
export async function locateWeights(config: ModelConfig): Promise<[string, ...string[]]> {
  const { id, path, source } = config
  if (path === undefined) return locateSource(id, source ?? '')
  return demandAll(config, splitPaths(path))
}

async function locateSource(model: string, text: string): Promise<[string, ...string[]]> {
  const source = parseHubSource(text)
  const snapshot = source && (await findSnapshot(readHubCacheFolder(), source))
  const notPulled = () => routerError('weights_not_pulled', { model, source: text, command: pullCommand(text) })
  if (!snapshot) throw notPulled()
  const choice = chooseWeights(snapshot.files, source)
  if ('files' in choice) return demandAll({ id: model, source: text }, splitPaths(join(snapshot.folder, choice.files[0])))
  // What was pulled need not be what is meant; only several that are meant alike are a question.
  const several = choice.among.length > 1 && source.file === undefined && source.quantisation === undefined
  throw several ? routerError('weights_ambiguous', { source: text, among: choice.among }) : notPulled()
}

/** Files of split weights are needed all; a single file that is missing is told by whoever opens it. */
async function demandAll(weights: NamedWeights, files: [string, ...string[]]) {
  if (files.length === 1) return files
  const present = await Promise.all(
    files.map((file) =>
      stat(file).then(
        () => true,
        () => false,
      ),
    ),
  )
  const missing = files.filter((_, index) => !present[index]).map((file) => basename(file))
  if (missing.length === files.length) throw routerError('weights_missing', weightsOf(weights))
  if (missing.length > 0) throw routerError('weights_part_missing', { ...weightsOf(weights), missing, parts: files.length })
  return files
}
