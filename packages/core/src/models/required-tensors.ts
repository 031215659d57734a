/** Alternatives of one weight: a layer has all tensors of at least one of them. */
type Alternatives = readonly (readonly string[])[]

const one = (...names: string[]): Alternatives[] => names.map((name) => [[name]])
const attention: Alternatives = [['attn_qkv.weight'], ['attn_q.weight', 'attn_k.weight', 'attn_v.weight']]
const gatedFeedForward = one('ffn_gate.weight', 'ffn_down.weight', 'ffn_up.weight')

const decoder: Alternatives[] = [attention, ...one('attn_norm.weight', 'attn_output.weight', 'ffn_norm.weight'), ...gatedFeedForward]
const encoder: Alternatives[] = [
  attention,
  ...one('attn_output.weight', 'attn_output_norm.weight', 'attn_output_norm.bias', 'ffn_up.weight', 'ffn_down.weight'),
  ...one('layer_output_norm.weight', 'layer_output_norm.bias'),
]
const normalisedHeads = one('attn_q_norm.weight', 'attn_k_norm.weight')
const postNorms = one('post_attention_norm.weight', 'post_ffw_norm.weight')

/**
 * Tensors without which llama.cpp does not load weights of these architectures: `model` once, `layer` in every layer.
 * Architectures that are not listed are checked for an embedding and for a tensor in each layer only.
 * Source: `load_arch_tensors` in llama.cpp's `src/models/<architecture>.cpp`, those that are not `TENSOR_NOT_REQUIRED`.
 */
export const requiredTensors: Readonly<Record<string, { model: readonly string[]; layer: readonly Alternatives[] }>> = {
  // Mixtures of experts share this name; their layers have experts in place of the plain feed-forward weights.
  llama: {
    model: ['output_norm.weight'],
    layer: [...decoder.slice(0, 4), [['ffn_gate_inp.weight'], ['ffn_gate.weight', 'ffn_down.weight', 'ffn_up.weight']]],
  },
  qwen2: { model: ['output_norm.weight'], layer: decoder },
  qwen3: { model: ['output_norm.weight'], layer: [...decoder, ...normalisedHeads] },
  gemma: { model: ['output_norm.weight'], layer: decoder },
  gemma2: { model: ['output_norm.weight'], layer: [...decoder, ...postNorms] },
  gemma3: { model: ['output_norm.weight'], layer: [...decoder, ...postNorms, ...normalisedHeads] },
  phi3: {
    model: ['output_norm.weight'],
    layer: [attention, ...one('attn_norm.weight', 'attn_output.weight', 'ffn_norm.weight', 'ffn_down.weight', 'ffn_up.weight')],
  },
  bert: { model: ['position_embd.weight', 'token_embd_norm.weight', 'token_embd_norm.bias'], layer: encoder },
  'nomic-bert': { model: ['token_embd_norm.weight', 'token_embd_norm.bias'], layer: [...encoder, ...one('ffn_gate.weight')] },
}
