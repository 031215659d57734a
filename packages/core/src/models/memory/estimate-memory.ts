import type { GgufFacts } from '../model.ts'
import { mostStepTokens, type Speculation } from '../step-tokens.ts'

/** How a model is loaded: what a slot can hold, how many there are, and whether tokens are guessed, which is not so by default. */
export type MemoryOptions = { contextSize: number; slots: number; speculation?: Speculation | undefined }

/** Memory a loaded model takes, in bytes. */
export type MemoryEstimate = {
  /** The files, mapped into memory. */
  weightsBytes: number
  /** Keys and values of every token of every slot. */
  keyValueBytes: number
  /** What idle conversations have computed and no slot holds any more, at most. */
  prefixBytes: number
  /** What one step computes with. */
  computeBytes: number
  /** The process around it. */
  processBytes: number
  totalBytes: number
}

/** Node, the engine's code and llama.cpp around a tiny model: 158 MB were measured, those it shares with other processes included. */
export const processBytes = 160_000_000

const float16Bytes = 2
const float32Bytes = 4

/**
 * Estimates the memory that loaded weights take. With E, F and V the lengths of embedding, feed-forward layer and
 * vocabulary, C the tokens of a slot, and B = min(512 + slots, C × slots) those of a step, or 512 + 5 × slots
 * where tokens are guessed:
 *
 * - keys and values, 16 bits each: Σ over layers of 2 × heads × (key + value length) × tokens, with C rounded up to 256 for
 *   each slot, as `llama_context` and `llama_kv_cache` do; a layer with a window keeps its window and a step at most;
 * - as much again, up to a limit, for conversations whose slot was used by another since;
 * - a step: the larger of B × (4 × (6E + 2F) + 2C), its activations and attention mask, and B × 4 × (V + 2E), its logits;
 *   plus the logits of each slot. Fitted to the buffers that llama.cpp logs (`sched_reserve`, llama.cpp v0.5.0): within
 *   a quarter for contexts of 512 to 8,192 tokens;
 * - the scores of each token of a step for each of a slot: heads × B × C × 4, up to a limit beyond which they are not kept
 *   (`keepsScores`).
 *
 * Weights that embed take one text at a time, whole: B = C, and one slot.
 *
 * @example
 * estimateMemory(model.gguf, { contextSize: 4096, slots: 4 }).totalBytes
 */
export function estimateMemory(facts: GgufFacts, { contextSize, slots, speculation = 'none' }: MemoryOptions): MemoryEstimate {
  const embeds = facts.pooling !== undefined && facts.pooling > 0
  const sequences = embeds ? 1 : slots
  const tokens = Math.ceil(contextSize / 256) * 256
  const batch = embeds ? tokens : Math.min(mostStepTokens(sequences, speculation), tokens * sequences)
  const { embeddingLength: width, feedForwardLength, vocabularySize } = facts
  const activations = float32Bytes * (6 * width + 2 * feedForwardLength) + float16Bytes * tokens
  const logits = float32Bytes * (vocabularySize + 2 * width)
  const keyValueBytes = sequences * keyValueBytesOf(facts, tokens, batch)
  const scoresBytes = embeds ? 0 : Math.min(scoresBytesOf(facts, { contextSize, slots, speculation }), mostScoresBytes(facts))
  const computeBytes = batch * Math.max(activations, logits) + sequences * float32Bytes * vocabularySize + scoresBytes
  const weightsBytes = facts.fileBytes
  const prefixBytes = embeds ? 0 : Math.min(keyValueBytes, mostPrefixBytes)
  const totalBytes = weightsBytes + keyValueBytes + prefixBytes + computeBytes + processBytes
  return { weightsBytes, keyValueBytes, prefixBytes, computeBytes, processBytes, totalBytes }
}

const mostPrefixBytes = 256_000_000

/**
 * Whether a step keeps the scores of its attention. Flash attention, which does not, is slower on a CPU: a step of the canary at 800 tokens
 * takes three times as long with it, one of the 0.5B shape at 1,500 tokens a tenth longer, and a prompt as well. It is worth it where the
 * scores would take more memory than there is to spare.
 *
 * @example
 * keepsScores(model.gguf, { contextSize: 4096, slots: 4 }) // true
 */
export const keepsScores = (facts: GgufFacts, options: MemoryOptions): boolean => scoresBytesOf(facts, options) <= mostScoresBytes(facts)

/** What speed may cost on any machine. Chosen: less than the process takes anyway. */
const freeScoresBytes = 128_000_000
/** What it may cost beside large weights. Chosen: less than the estimate errs. */
const scoresShare = 1 / 16

const mostScoresBytes = ({ fileBytes }: GgufFacts) => Math.max(freeScoresBytes, Math.floor(fileBytes * scoresShare))

function scoresBytesOf({ layers }: GgufFacts, { contextSize, slots, speculation = 'none' }: MemoryOptions): number {
  const tokens = Math.ceil(contextSize / 256) * 256
  const heads = Math.max(0, ...layers.map((layer) => layer.heads))
  return float32Bytes * heads * tokens * Math.min(mostStepTokens(slots, speculation), tokens * slots)
}

function keyValueBytesOf({ layers, keyLength, valueLength }: GgufFacts, tokens: number, batch: number): number {
  return layers.reduce((sum, { keyValueHeads, windowTokens }) => {
    const kept = windowTokens === undefined ? tokens : Math.min(tokens, Math.ceil((windowTokens + batch) / 256) * 256)
    return sum + float16Bytes * keyValueHeads * (keyLength + valueLength) * kept
  }, 0)
}
