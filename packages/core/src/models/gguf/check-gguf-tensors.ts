import { GgufFault } from './gguf-cursor.ts'
import { tensorTypes } from './gguf-tensor-types.ts'
import type { GgufHeader, GgufTensor } from './parse-gguf-header.ts'
import { requiredTensors } from './required-tensors.ts'

/** Checks that every tensor has a known type, a possible shape, and lies inside its file. Throws `GgufFault`. */
export function checkTensorsLieInside({ tensors, dataOffset, alignment }: GgufHeader, fileBytes: number): void {
  let lastByte = 0
  for (const tensor of tensors) {
    if (tensor.offset % alignment !== 0) throw new GgufFault(`Tensor "${tensor.name}" begins at ${tensor.offset}, off its alignment.`)
    lastByte = Math.max(lastByte, dataOffset + tensor.offset + bytesOf(tensor))
  }
  if (lastByte > fileBytes) throw new GgufFault(`It ends at byte ${fileBytes} although its tensors reach to byte ${lastByte}.`)
}

/** What the metadata promises of the tensors. */
type Promised = { architecture: string; layers: number; embeddingLength: number; vocabularySize: number }

/** Checks that the tensors of all files together are those that the metadata promises. Throws `GgufFault`. */
export function checkTensorsAreComplete(tensors: readonly GgufTensor[], promised: Promised): void {
  if (tensors.length === 0) throw new GgufFault('It holds no tensors.')
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]))
  if (byName.size < tensors.length) {
    const twice = tensors.find((tensor, index) => tensors.findIndex(({ name }) => name === tensor.name) !== index)
    throw new GgufFault(`Tensor "${twice?.name}" stands twice.`)
  }
  checkEmbedding(byName.get('token_embd.weight'), promised)
  checkLayers(byName, promised)
}

function checkEmbedding(embedding: GgufTensor | undefined, { embeddingLength, vocabularySize }: Promised): void {
  if (!embedding) throw new GgufFault('The tensor "token_embd.weight" is missing.')
  const [width, rows] = embedding.dimensions
  if (width !== embeddingLength || rows !== vocabularySize) {
    throw new GgufFault(`The token embedding is ${width} × ${rows}; the metadata promises ${embeddingLength} × ${vocabularySize}.`)
  }
}

function checkLayers(present: ReadonlyMap<string, GgufTensor>, { architecture, layers }: Promised): void {
  const required = requiredTensors[architecture]
  const missing = required?.model.find((name) => !present.has(name))
  if (missing) throw new GgufFault(`The tensor "${missing}" is missing.`)
  const layersPresent = new Set([...present.keys()].map((name) => /^blk\.(\d+)\./.exec(name)?.[1]))
  for (let layer = 0; layer < layers; layer++) {
    if (!layersPresent.has(String(layer))) throw new GgufFault(`Layer ${layer} of ${layers} has no tensors.`)
    for (const alternatives of required?.layer ?? []) {
      const complete = alternatives.some((names) => names.every((name) => present.has(`blk.${layer}.${name}`)))
      const [wanted] = alternatives.at(-1)?.filter((name) => !present.has(`blk.${layer}.${name}`)) ?? []
      if (!complete) throw new GgufFault(`The tensor "blk.${layer}.${wanted}" is missing.`)
    }
  }
}

function bytesOf({ name, type, dimensions }: GgufTensor): number {
  const kind = tensorTypes[type]
  if (!kind) throw new GgufFault(`Tensor "${name}" has the unknown type ${type}.`)
  const [rowValues = 0] = dimensions
  const values = valuesOf(dimensions)
  if (!(values > 0 && values <= 2 ** 42)) throw new GgufFault(`Tensor "${name}" claims the shape ${dimensions.join(' × ')}.`)
  if (rowValues % kind.blockValues !== 0) throw new GgufFault(`A row of tensor "${name}" is no whole number of blocks.`)
  return (values / kind.blockValues) * kind.blockBytes
}

const valuesOf = (dimensions: readonly number[]) => dimensions.reduce((product, dimension) => product * dimension, 1)

/** Weights in all tensors. */
export const countParameters = (tensors: readonly GgufTensor[]): number =>
  tensors.reduce((sum, { dimensions }) => sum + valuesOf(dimensions), 0)
