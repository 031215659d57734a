import { existsSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { GGUFValueType, gguf } from '@huggingface/gguf'
import { cacheFolder, openReleaseSource } from '../reference/release-source.ts'
import { createRandom } from '../statistics/random-source.ts'
import { randomTensor } from './random-tensor.ts'
import { type Shape, type ShapeName, shapes, tensorsOf } from './shapes.ts'
import { weightsMetadata } from './weights-metadata.ts'
import { type GgufEntries, writeGguf } from './write-gguf.ts'

/** Rises with every change of what is written, so that no cache gives weights of an older generator. */
const generatorVersion = 1
const seed = 20_261_125

/** Where the weights of a shape are, or will be. */
const weightsPath = (name: ShapeName): string => cacheFolder('weights', `${name}-${generatorVersion}.gguf`)

/** Gives the path of weights of a shape, Q8_0 with random values; writes them first when the cache has none. */
export async function generateWeights(name: ShapeName, onProgress = (_share: number) => {}): Promise<string> {
  const path = weightsPath(name)
  if (!existsSync(path)) await writeWeights(path, shapes[name], onProgress)
  return path
}

/** Writes random weights of a shape, always the same ones, and lets nobody see a file that is not whole. */
async function writeWeights(path: string, shape: Shape, onProgress = (_share: number) => {}): Promise<void> {
  const { folder } = await openReleaseSource()
  const vocabulary = await readVocabulary(join(folder, 'models', `ggml-vocab-${shape.vocabulary}.gguf`))
  const template = shape.template && (await readFile(join(folder, 'models/templates', `${shape.template}.jinja`), 'utf8'))
  const metadata = weightsMetadata(shape, {
    ...vocabulary,
    ...(template && { 'tokenizer.chat_template': { type: GGUFValueType.STRING, value: template } }),
  })
  const tensors = tensorsOf(shape, vocabularySizeOf(vocabulary))
  const random = createRandom(seed)

  await mkdir(dirname(path), { recursive: true })
  const partial = `${path}.${process.pid}.partial`
  try {
    await using file = await open(partial, 'wx')
    await writeGguf(file, { metadata, tensors, chunks: (tensor) => randomTensor(tensor, random) }, onProgress)
    await file.sync()
    await rename(partial, path)
  } finally {
    await rm(partial, { force: true })
  }
}

/** What a vocabulary file says of its tokens. */
async function readVocabulary(path: string): Promise<GgufEntries> {
  const { typedMetadata } = await gguf(path, { allowLocalFile: true, typedMetadata: true })
  return Object.fromEntries(Object.entries(typedMetadata as GgufEntries).filter(([key]) => key.startsWith('tokenizer.')))
}

function vocabularySizeOf(vocabulary: GgufEntries): number {
  const tokens = vocabulary['tokenizer.ggml.tokens']?.value
  if (!Array.isArray(tokens)) throw new Error('The vocabulary holds no tokens.')
  return tokens.length
}
