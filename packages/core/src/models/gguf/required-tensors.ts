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
// Bound together, experts are one tensor; those that bear a name of the llama family may have them in place of plain weights.
const experts = one('ffn_gate_inp.weight', 'ffn_gate_exps.weight', 'ffn_down_exps.weight', 'ffn_up_exps.weight')
const expertsOrPlain: Alternatives = [
  ['ffn_gate_inp.weight', 'ffn_down_exps.weight', 'ffn_up_exps.weight'],
  ['ffn_gate.weight', 'ffn_down.weight', 'ffn_up.weight'],
]
const mixable = { model: ['output_norm.weight'], layer: [...decoder.slice(0, 4), expertsOrPlain] }
const withBias = (...names: string[]): Alternatives[] => one(...names.flatMap((name) => [`${name}.weight`, `${name}.bias`]))
const normalisedHeads = one('attn_q_norm.weight', 'attn_k_norm.weight')
const postNorms = one('post_attention_norm.weight', 'post_ffw_norm.weight')

/**
 * Tensors without which llama.cpp does not load weights of these architectures: `model` once, `layer` in every layer.
 * Architectures that are not listed are checked for an embedding and for a tensor in each layer only.
 * Source: `load_arch_tensors` in llama.cpp's `src/models/<architecture>.cpp`, those that are not `TENSOR_NOT_REQUIRED`.
 */
export const requiredTensors: Readonly<Record<string, { model: readonly string[]; layer: readonly Alternatives[] }>> = {
  llama: mixable,
  mistral3: mixable,
  granite: mixable,
  qwen2: { model: ['output_norm.weight'], layer: decoder },
  qwen3: { model: ['output_norm.weight'], layer: [...decoder, ...normalisedHeads] },
  qwen2moe: {
    model: ['output_norm.weight', 'output.weight'],
    layer: [
      ...decoder.slice(0, 4),
      ...experts,
      ...one('ffn_gate_inp_shexp.weight', 'ffn_gate_shexp.weight', 'ffn_down_shexp.weight', 'ffn_up_shexp.weight'),
    ],
  },
  qwen3moe: { model: ['output_norm.weight'], layer: [...decoder.slice(0, 4), ...normalisedHeads, ...experts] },
  'gpt-oss': {
    model: ['output_norm.weight', 'output.weight'],
    layer: [
      attention,
      ...one('attn_norm.weight', 'post_attention_norm.weight', 'attn_sinks.weight'),
      ...withBias('attn_output', 'ffn_gate_inp', 'ffn_gate_exps', 'ffn_down_exps', 'ffn_up_exps'),
    ],
  },
  gemma: { model: ['output_norm.weight'], layer: decoder },
  gemma2: { model: ['output_norm.weight'], layer: [...decoder, ...postNorms] },
  gemma3: { model: ['output_norm.weight'], layer: [...decoder, ...postNorms, ...normalisedHeads] },
  phi3: {
    model: ['output_norm.weight'],
    layer: [attention, ...one('attn_norm.weight', 'attn_output.weight', 'ffn_norm.weight', 'ffn_down.weight', 'ffn_up.weight')],
  },
  phi2: {
    model: ['output_norm.weight', 'output_norm.bias', 'output.weight', 'output.bias'],
    layer: [attention, ...withBias('attn_norm', 'attn_output', 'ffn_down', 'ffn_up')],
  },
  gpt2: {
    model: ['position_embd.weight', 'output_norm.weight', 'output_norm.bias'],
    layer: withBias('attn_norm', 'attn_qkv', 'attn_output', 'ffn_norm', 'ffn_down', 'ffn_up'),
  },
  starcoder2: {
    model: ['output_norm.weight', 'output_norm.bias'],
    layer: [attention, ...withBias('attn_norm', 'attn_output', 'ffn_norm', 'ffn_down', 'ffn_up')],
  },
  bert: { model: ['position_embd.weight', 'token_embd_norm.weight', 'token_embd_norm.bias'], layer: encoder },
  'nomic-bert': { model: ['token_embd_norm.weight', 'token_embd_norm.bias'], layer: [...encoder, ...one('ffn_gate.weight')] },
}
