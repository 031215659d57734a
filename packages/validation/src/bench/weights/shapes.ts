import type { NewTensor } from './write-gguf.ts'

/** The shape of some weights, and from which files of llama.cpp's source their words come. */
export type Shape = {
  architecture: 'qwen2' | 'llama' | 'phi3' | 'gemma'
  /** `models/ggml-vocab-<name>.gguf` */
  vocabulary: string
  /** `models/templates/<name>.jinja`; by default the one that the vocabulary brings. */
  template?: string
  layers: number
  embeddingLength: number
  feedForwardLength: number
  heads: number
  keyValueHeads: number
  contextSize: number
  ropeBase: number
  epsilon: number
}

const qwen = {
  architecture: 'qwen2',
  vocabulary: 'qwen2',
  template: 'Qwen-Qwen2.5-7B-Instruct',
  contextSize: 32_768,
  ropeBase: 1_000_000,
  epsilon: 1e-6,
} as const
const tiny = {
  layers: 2,
  embeddingLength: 64,
  feedForwardLength: 128,
  heads: 4,
  keyValueHeads: 4,
  contextSize: 4096,
  epsilon: 1e-5,
} as const

/**
 * Shapes that weights can be generated in. The first two are those of real models, so that their speed means something; the tiny ones
 * exist for their architecture and tokenizer alone.
 */
export const shapes = {
  'qwen2.5-0.5b': { ...qwen, layers: 24, embeddingLength: 896, feedForwardLength: 4864, heads: 14, keyValueHeads: 2 },
  'qwen2.5-1.5b': { ...qwen, layers: 28, embeddingLength: 1536, feedForwardLength: 8960, heads: 12, keyValueHeads: 2 },
  'tiny-llama': {
    ...tiny,
    architecture: 'llama',
    vocabulary: 'llama-bpe',
    template: 'meta-llama-Llama-3.2-3B-Instruct',
    embeddingLength: 32,
    heads: 2,
    keyValueHeads: 1,
    ropeBase: 500_000,
  },
  'tiny-gemma': { ...tiny, architecture: 'gemma', vocabulary: 'llama-spm', template: 'google-gemma-2-2b-it', ropeBase: 10_000 },
  'tiny-phi3': { ...tiny, architecture: 'phi3', vocabulary: 'phi-3', ropeBase: 10_000 },
} satisfies Record<string, Shape>

/** Name of a shape. */
export type ShapeName = keyof typeof shapes

/** Names of all shapes. */
export const shapeNames = Object.keys(shapes) as ShapeName[]

/**
 * The tensors of a shape, with tied embeddings: what `load_arch_tensors` in llama.cpp's `src/models/<architecture>.cpp` asks for.
 */
export function tensorsOf(shape: Shape, vocabularySize: number): NewTensor[] {
  const { embeddingLength, layers } = shape
  return [
    matrix('token_embd.weight', embeddingLength, vocabularySize),
    vector('output_norm.weight', embeddingLength),
    ...Array.from({ length: layers }, (_, layer) =>
      layerTensors(shape).map((tensor) => ({ ...tensor, name: `blk.${layer}.${tensor.name}` })),
    ).flat(),
  ]
}

function layerTensors({ architecture, embeddingLength, feedForwardLength, heads, keyValueHeads }: Shape): NewTensor[] {
  const keyValueLength = (embeddingLength / heads) * keyValueHeads
  const isFused = architecture === 'phi3'
  return [
    vector('attn_norm.weight', embeddingLength),
    ...(isFused
      ? [matrix('attn_qkv.weight', embeddingLength, embeddingLength + 2 * keyValueLength)]
      : [
          matrix('attn_q.weight', embeddingLength, embeddingLength),
          matrix('attn_k.weight', embeddingLength, keyValueLength),
          matrix('attn_v.weight', embeddingLength, keyValueLength),
        ]),
    ...(architecture === 'qwen2'
      ? [vector('attn_q.bias', embeddingLength), vector('attn_k.bias', keyValueLength), vector('attn_v.bias', keyValueLength)]
      : []),
    matrix('attn_output.weight', embeddingLength, embeddingLength),
    vector('ffn_norm.weight', embeddingLength),
    ...(isFused
      ? [matrix('ffn_up.weight', embeddingLength, 2 * feedForwardLength)]
      : [matrix('ffn_gate.weight', embeddingLength, feedForwardLength), matrix('ffn_up.weight', embeddingLength, feedForwardLength)]),
    matrix('ffn_down.weight', feedForwardLength, embeddingLength),
  ]
}

const matrix = (name: string, columns: number, rows: number): NewTensor => ({ name, dimensions: [columns, rows], type: 'Q8_0' })
const vector = (name: string, length: number): NewTensor => ({ name, dimensions: [length], type: 'F32' })
