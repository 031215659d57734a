import { GgufFault } from './gguf-cursor.ts'
import { tensorTypes } from './gguf-tensor-types.ts'
import type { GgufFacts } from './model.ts'
import type { GgufHeader, GgufTensor, GgufValue } from './parse-gguf-header.ts'

/**
 * Checks that a header describes weights which llama.cpp can load without a failed assertion, and returns its facts.
 * Each check stops damage that was seen to abort, hang or exhaust a loader. Throws `GgufFault`.
 */
export function checkGgufHeader(header: GgufHeader, fileBytes: number): GgufFacts {
  const architecture = text(header.metadata, 'general.architecture')
  const key = (name: string) => `${architecture}.${name}`
  const vocabularySize = checkVocabulary(header.metadata)
  const embeddingLength = count(header.metadata, key('embedding_length'), 1_048_576)
  const blocks = count(header.metadata, key('block_count'), 10_000)
  for (const heads of counts(header.metadata, key('attention.head_count'), 65_536)) {
    if (heads === 0) throw new GgufFault(`"${key('attention.head_count')}" is 0.`)
  }
  if (header.metadata.has(key('attention.head_count_kv'))) counts(header.metadata, key('attention.head_count_kv'), 65_536)
  checkEpsilon(header.metadata, key('attention.layer_norm_rms_epsilon'))
  checkTensors(header, fileBytes)
  checkShape(header.tensors, { blocks, embeddingLength, vocabularySize })
  const pooling = header.metadata.get(key('pooling_type'))
  const chatTemplate = header.metadata.get('tokenizer.chat_template')
  return {
    architecture,
    trainedContextTokens: count(header.metadata, key('context_length'), 2 ** 31),
    embeddingLength,
    vocabularySize,
    controlTokens: controlTokensOf(header.metadata),
    chatTemplate: typeof chatTemplate === 'string' ? chatTemplate : undefined,
    pooling: typeof pooling === 'number' ? pooling : undefined,
    fileBytes,
  }
}

type Metadata = GgufHeader['metadata']

function text(metadata: Metadata, key: string): string {
  const value = metadata.get(key)
  if (typeof value !== 'string' || value === '') throw new GgufFault(`"${key}" is missing.`)
  return value
}

function count(metadata: Metadata, key: string, most: number): number {
  const [value] = counts(metadata, key, most)
  if (value === undefined || value === 0) throw new GgufFault(`"${key}" is 0 or empty.`)
  return value
}

// Some architectures give one number for each layer instead of one for all.
function counts(metadata: Metadata, key: string, most: number): number[] {
  const value = metadata.get(key)
  if (value === undefined) throw new GgufFault(`"${key}" is missing.`)
  const values = Array.isArray(value) ? value : [value]
  const wrong = values.find((item) => typeof item !== 'number' || !Number.isInteger(item) || item < 0 || item > most)
  if (wrong !== undefined) throw new GgufFault(`"${key}" is ${String(wrong)}, which cannot be.`)
  return values as number[]
}

function checkEpsilon(metadata: Metadata, key: string): void {
  const epsilon = metadata.get(key)
  if (epsilon === undefined) return
  if (typeof epsilon !== 'number' || !(epsilon > 0 && epsilon < 1)) throw new GgufFault(`"${key}" is ${String(epsilon)}.`)
}

function checkVocabulary(metadata: Metadata): number {
  const tokens = list(metadata, 'tokenizer.ggml.tokens', 'string')
  if (tokens.length === 0) throw new GgufFault('Its vocabulary is empty.')
  if (new Set(tokens).size !== tokens.length) throw new GgufFault('Its vocabulary holds a token twice.')
  for (const [key, type] of [
    ['tokenizer.ggml.token_type', 'number'],
    ['tokenizer.ggml.scores', 'number'],
  ] as const) {
    if (!metadata.has(key)) continue
    const { length } = list(metadata, key, type)
    if (length !== tokens.length) throw new GgufFault(`"${key}" has ${length} items for ${tokens.length} tokens.`)
  }
  if (metadata.has('tokenizer.ggml.merges')) list(metadata, 'tokenizer.ggml.merges', 'string')
  return tokens.length
}

// Token type 3 in ggml's `llama_token_type`.
const controlType = 3

function controlTokensOf(metadata: Metadata): string[] {
  const types = metadata.get('tokenizer.ggml.token_type')
  if (!Array.isArray(types)) return []
  return (metadata.get('tokenizer.ggml.tokens') as string[]).filter((_, index) => types[index] === controlType)
}

function list(metadata: Metadata, key: string, type: 'string' | 'number'): GgufValue[] {
  const value = metadata.get(key)
  if (!Array.isArray(value) || value.some((item) => typeof item !== type)) throw new GgufFault(`"${key}" is no list of ${type}s.`)
  return value
}

function checkTensors({ tensors, dataOffset }: GgufHeader, fileBytes: number): void {
  if (tensors.length === 0) throw new GgufFault('It holds no tensors.')
  const names = new Set<string>()
  let lastByte = 0
  for (const tensor of tensors) {
    if (names.has(tensor.name)) throw new GgufFault(`Tensor "${tensor.name}" stands twice.`)
    names.add(tensor.name)
    lastByte = Math.max(lastByte, dataOffset + tensor.offset + bytesOf(tensor))
  }
  if (lastByte > fileBytes) throw new GgufFault(`It ends at byte ${fileBytes} although its tensors reach to byte ${lastByte}.`)
}

function bytesOf({ name, type, dimensions }: GgufTensor): number {
  const kind = tensorTypes[type]
  if (!kind) throw new GgufFault(`Tensor "${name}" has the unknown type ${type}.`)
  const [rowValues = 0] = dimensions
  const values = dimensions.reduce((product, dimension) => product * dimension, 1)
  if (!(values > 0 && values <= 2 ** 42)) throw new GgufFault(`Tensor "${name}" claims the shape ${dimensions.join(' × ')}.`)
  if (rowValues % kind.blockValues !== 0) throw new GgufFault(`A row of tensor "${name}" is no whole number of blocks.`)
  return (values / kind.blockValues) * kind.blockBytes
}

function checkShape(tensors: GgufTensor[], shape: { blocks: number; embeddingLength: number; vocabularySize: number }): void {
  const embedding = tensors.find((tensor) => tensor.name === 'token_embd.weight')
  if (!embedding) throw new GgufFault('The tensor "token_embd.weight" is missing.')
  const [width, rows] = embedding.dimensions
  if (width !== shape.embeddingLength || rows !== shape.vocabularySize) {
    throw new GgufFault(
      `The token embedding is ${width} × ${rows}; the metadata promises ${shape.embeddingLength} × ${shape.vocabularySize}.`,
    )
  }
  const present = new Set(tensors.map((tensor) => /^blk\.(\d+)\./.exec(tensor.name)?.[1]))
  for (let block = 0; block < shape.blocks; block++) {
    if (!present.has(String(block))) throw new GgufFault(`Layer ${block} of ${shape.blocks} has no tensors.`)
  }
}
