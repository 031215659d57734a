import type { Speculation } from './step-tokens.ts'

/** What a model can be asked for. */
export type Ability = 'chat' | 'embed'

/** How one layer attends, and what it keeps of the tokens it has seen. */
export type LayerFacts = {
  /** Heads that attend. */
  heads: number
  /** Heads that keep keys and values; 0 for a layer that keeps a state of fixed size in their place. */
  keyValueHeads: number
  /** Tokens it looks back; undefined: all. */
  windowTokens: number | undefined
}

/** Ids of tokens with a meaning of their own; undefined where the vocabulary has none. */
export type SpecialTokens = Record<'bos' | 'eos' | 'eot' | 'unknown' | 'separator' | 'padding' | 'mask', number | undefined>

/** Ids of the tokens that mark the parts of a text with a gap. */
export type InfillTokens = { prefix: number; suffix: number; middle: number }

/** What a GGUF header says about its weights. */
export type GgufFacts = {
  architecture: string
  parameters: number
  /** As llama.cpp names it, such as Q4_K_M; undefined when the header is silent. */
  quantisation: string | undefined
  /** Tokens the weights were trained for. */
  trainedContextSize: number
  embeddingLength: number
  feedForwardLength: number
  vocabularySize: number
  layers: readonly LayerFacts[]
  /** Numbers in a key, and in a value, of one head. */
  keyLength: number
  valueLength: number
  chatTemplate: string | undefined
  /** The template for chats with tools, where there is one of its own. */
  toolTemplate: string | undefined
  /** Texts of the control tokens, such as the ones that begin and end a turn. */
  controlTokens: readonly string[]
  /** Texts of tokens that tokenizers find in plain text too. */
  userDefinedTokens: readonly string[]
  specialTokens: SpecialTokens
  /** Marks between which a text is filled in: what stands before the gap, what behind it, and where the filling goes. */
  infill?: InfillTokens | undefined
  /** llama.cpp's pooling type: 0 none, 1 mean, 2 first token, 3 last token; undefined when the header is silent. */
  pooling: number | undefined
  /** How many files the weights are split into. */
  splitFiles: number
  /** Of all files together. */
  fileBytes: number
}

/** A weights file that was found sound: its header parses, its tensors lie inside it, its sha256 is the pinned one. */
export type Model = {
  id: string
  path: string
  /** Command that brings the file back, when the config names one. */
  restore: string | undefined
  sha256: string | undefined
  abilities: readonly Ability[]
  contextSize: number
  speculation: Speculation
  gguf: GgufFacts
  /** Changes when the file does: device, inode, size, mtime and ctime in nanoseconds. */
  fileIdentity: string
}
