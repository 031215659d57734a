import { GGUFValueType } from '@huggingface/gguf'
import type { Shape } from './shapes.ts'
import type { GgufEntries } from './write-gguf.ts'

/** What the header of random weights says: their shape, and the words of a vocabulary. */
export function weightsMetadata(shape: Shape, vocabulary: GgufEntries): GgufEntries {
  const { architecture } = shape
  const own = {
    block_count: whole(shape.layers),
    context_length: whole(shape.contextSize),
    embedding_length: whole(shape.embeddingLength),
    feed_forward_length: whole(shape.feedForwardLength),
    'attention.head_count': whole(shape.heads),
    'attention.head_count_kv': whole(shape.keyValueHeads),
    'attention.layer_norm_rms_epsilon': real(shape.epsilon),
    'rope.freq_base': real(shape.ropeBase),
    'rope.dimension_count': whole(shape.embeddingLength / shape.heads),
  }
  return {
    'general.architecture': text(architecture),
    'general.name': text('Random values'),
    // Q8_0, in llama.h's `llama_ftype`.
    'general.file_type': whole(7),
    'general.quantization_version': whole(2),
    ...Object.fromEntries(Object.entries(own).map(([key, entry]) => [`${architecture}.${key}`, entry])),
    ...vocabulary,
  }
}

const text = (value: string) => ({ type: GGUFValueType.STRING, value }) as const
const whole = (value: number) => ({ type: GGUFValueType.UINT32, value }) as const
const real = (value: number) => ({ type: GGUFValueType.FLOAT32, value }) as const
