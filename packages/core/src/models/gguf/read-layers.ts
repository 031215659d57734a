import type { LayerFacts } from '../model.ts'
import { GgufFault } from './gguf-cursor.ts'
import type { GgufMetadata } from './gguf-metadata.ts'

/** Every how many layers one looks back on all tokens, where the header leaves it to llama.cpp (`load_swa_pattern`). */
const windowPatterns: Readonly<Record<string, number>> = { gemma2: 2, gemma3: 6 }

/** Reads how each layer attends. Head counts of 0 where attention needs them abort llama.cpp. Throws `GgufFault`. */
export function readLayers(metadata: GgufMetadata): LayerFacts[] {
  const count = metadata.count(metadata.key('block_count'), 10_000)
  const heads = perLayer(metadata, 'attention.head_count', count)
  const keyValueHeads = metadata.has(metadata.key('attention.head_count_kv')) ? perLayer(metadata, 'attention.head_count_kv', count) : heads
  // State-space layers keep a state of fixed size in place of keys and values.
  const needsHeads = !metadata.has(metadata.key('ssm.state_size')) && !/^rwkv|^arwkv/.test(metadata.architecture)
  if (needsHeads && heads.some((head) => head === 0)) throw new GgufFault(`"${metadata.key('attention.head_count')}" is 0.`)
  const windowTokens = metadata.optionalCount(metadata.key('attention.sliding_window'), 2 ** 31)
  return keyValueHeads.map((layerHeads, layer) => ({
    heads: heads[layer] ?? 0,
    keyValueHeads: layerHeads,
    windowTokens: windowTokens && hasWindow(metadata, layer) ? windowTokens : undefined,
  }))
}

function perLayer(metadata: GgufMetadata, name: string, layers: number): number[] {
  const key = metadata.key(name)
  const values = metadata.counts(key, 65_536)
  const [first] = values
  if (first === undefined) throw new GgufFault(`"${key}" is empty.`)
  if (values.length === 1) return Array.from({ length: layers }, () => first)
  if (values.length !== layers) throw new GgufFault(`"${key}" has ${values.length} items for ${layers} layers.`)
  return values
}

function hasWindow(metadata: GgufMetadata, layer: number): boolean {
  const pattern = metadata.value(metadata.key('attention.sliding_window_pattern')) ?? windowPatterns[metadata.architecture]
  if (Array.isArray(pattern)) return Boolean(pattern[layer])
  return typeof pattern === 'number' && pattern > 0 && (layer + 1) % pattern !== 0
}
