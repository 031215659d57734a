import { basename, dirname, join } from 'node:path'

const splitPattern = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/

/**
 * Names of all files of split weights, given the name of any of them; just that name when it is not of split weights.
 * Names as `llama_split_path` in llama.cpp makes them.
 *
 * @example
 * splitNames('a-00002-of-00002.gguf') // ['a-00001-of-00002.gguf', 'a-00002-of-00002.gguf']
 */
export function splitNames(name: string): [string, ...string[]] {
  const [, prefix, , total = ''] = splitPattern.exec(name) ?? []
  const count = Number(total)
  if (prefix === undefined || count < 1 || count > mostSplits) return [name]
  const nameOf = (number: number) => `${prefix}-${String(number).padStart(5, '0')}-of-${total}.gguf`
  return [nameOf(1), ...Array.from({ length: count - 1 }, (_, index) => nameOf(index + 2))]
}

/** Paths of all files of the weights that begin at `path`, the first one first. */
export function splitPaths(path: string): [string, ...string[]] {
  const [first, ...rest] = splitNames(basename(path))
  const inFolder = (name: string) => join(dirname(path), name)
  return rest.length === 0 ? [path] : [inFolder(first), ...rest.map(inFolder)]
}

// Nobody splits weights so far; a number beyond is a name that only looks like one of ours.
const mostSplits = 1_000
