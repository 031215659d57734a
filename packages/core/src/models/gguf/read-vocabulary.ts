import type { InfillTokens, SpecialTokens } from '../model.ts'
import { endOfGenerationTexts } from './end-of-generation-texts.ts'
import { GgufFault } from './gguf-cursor.ts'
import type { GgufMetadata } from './gguf-metadata.ts'

/** What a header says about its tokens. */
export type Vocabulary = {
  vocabularySize: number
  controlTokens: string[]
  userDefinedTokens: string[]
  specialTokens: SpecialTokens
  infill: InfillTokens | undefined
}

/** Token types in ggml's `llama_token_type`. */
const controlType = 3
const userDefinedType = 4

/** Names as llama.cpp writes them into headers, one of them misspelt (`LLM_KV_TOKENIZER_…` in llama-arch.cpp). */
const specialTokenKeys = {
  bos: 'bos',
  eos: 'eos',
  eot: 'eot',
  unknown: 'unknown',
  separator: 'seperator',
  padding: 'padding',
  mask: 'mask',
} as const

/** How headers name the tokens around a gap, and how vocabularies write them where the header is silent (llama-vocab.cpp). */
const infillTokens = {
  prefix: {
    keys: ['fim_pre', 'prefix'],
    texts: ['<|fim_prefix|>', '<fim-prefix>', '<fim_prefix>', '<｜fim▁begin｜>', '<PRE>', '▁<PRE>', '<|code_prefix|>'],
  },
  suffix: {
    keys: ['fim_suf', 'suffix'],
    texts: ['<|fim_suffix|>', '<fim-suffix>', '<fim_suffix>', '<｜fim▁hole｜>', '<SUF>', '▁<SUF>', '<|code_suffix|>'],
  },
  middle: {
    keys: ['fim_mid', 'middle'],
    texts: ['<|fim_middle|>', '<fim-middle>', '<fim_middle>', '<｜fim▁end｜>', '<MID>', '▁<MID>', '<|code_middle|>'],
  },
}

/** Reads and checks the vocabulary: a token that stands twice or a list of the wrong length aborts llama.cpp. Throws `GgufFault`. */
export function readVocabulary(metadata: GgufMetadata): Vocabulary {
  const tokens = metadata.list('tokenizer.ggml.tokens', 'string') as string[]
  if (tokens.length === 0) throw new GgufFault('Its vocabulary is empty.')
  if (new Set(tokens).size !== tokens.length) throw new GgufFault('Its vocabulary holds a token twice.')
  for (const key of ['tokenizer.ggml.token_type', 'tokenizer.ggml.scores']) {
    if (!metadata.has(key)) continue
    const { length } = metadata.list(key, 'number')
    if (length !== tokens.length) throw new GgufFault(`"${key}" has ${length} items for ${tokens.length} tokens.`)
  }
  if (metadata.has('tokenizer.ggml.merges')) metadata.list('tokenizer.ggml.merges', 'string')
  const types = metadata.has('tokenizer.ggml.token_type') ? metadata.list('tokenizer.ggml.token_type', 'number') : []
  return {
    vocabularySize: tokens.length,
    controlTokens: tokens.filter((text, index) => types[index] === controlType || endOfGenerationTexts.has(text)),
    userDefinedTokens: tokens.filter((text, index) => types[index] === userDefinedType && !endOfGenerationTexts.has(text)),
    specialTokens: readSpecialTokens(metadata, tokens.length),
    infill: readInfillTokens(metadata, tokens),
  }
}

function readSpecialTokens(metadata: GgufMetadata, vocabularySize: number): SpecialTokens {
  const ids = Object.entries(specialTokenKeys).map(([name, key]) => {
    const id = metadata.value(`tokenizer.ggml.${key}_token_id`)
    // llama.cpp too passes over an id outside the vocabulary; some converters write the largest number for "none".
    return [name, typeof id === 'number' && id >= 0 && id < vocabularySize ? id : undefined]
  })
  return Object.fromEntries(ids)
}

function readInfillTokens(metadata: GgufMetadata, tokens: readonly string[]): InfillTokens | undefined {
  const [prefix, suffix, middle] = Object.values(infillTokens).map(({ keys, texts }) => {
    const named = keys.map((key) => metadata.value(`tokenizer.ggml.${key}_token_id`))
    const id = named.find((value): value is number => typeof value === 'number' && value >= 0 && value < tokens.length)
    return id ?? tokens.findIndex((text) => texts.includes(text))
  }) as [number, number, number]
  return Math.min(prefix, suffix, middle) < 0 ? undefined : { prefix, suffix, middle }
}
