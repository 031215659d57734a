import { basename } from 'node:path/posix'
import type { HubSource } from '../../config/schema/hub-source.ts'
import { splitNames } from './split-names.ts'

/** Weights of a repository: the files of one choice, or the names among which the source does not choose. */
export type WeightsChoice = { files: readonly [string, ...string[]] } | { among: readonly string[] }

/** Chooses the weights that a source means among the files of a repository; used alike on a hub and on the local cache. */
export function chooseWeights(names: readonly string[], { file, quantisation }: Pick<HubSource, 'file' | 'quantisation'>): WeightsChoice {
  // A file that is named is taken as it is; all others must be weights of a language model.
  const candidates = names.filter((name) => (file === undefined ? isWeights(name) : name === file))
  const fitting = quantisation === undefined ? candidates : candidates.filter((name) => bearsQuantisation(name, quantisation))
  const whole = new Map(fitting.map((name) => [splitNames(name)[0], splitNames(name)] as const))
  const [only, ...others] = whole.values()
  if (only && others.length === 0) return { files: only }
  return { among: [...(only ? whole.keys() : new Set(names.filter(isWeights).map((name) => splitNames(name)[0])))].sort() }
}

// Repositories keep the image encoders of a model beside it.
const isWeights = (name: string) => name.endsWith('.gguf') && !/^mmproj/i.test(basename(name))

/** The quantisation stands in the name of the file or of its folder, between dots, dashes or slashes: `Q4_K` is not in `Q4_K_M`. */
const bearsQuantisation = (name: string, quantisation: string) =>
  name
    .replace(/\.gguf$/, '')
    .toUpperCase()
    .split(/[./-]/)
    .includes(quantisation.toUpperCase())
