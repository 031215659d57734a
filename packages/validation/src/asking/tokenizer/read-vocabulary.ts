import { endOfGenerationTexts } from './end-of-generation-texts.ts'

/** What a GGUF says of its tokenizer, in the words of the file. */
export type Vocabulary = {
  /** Kind of tokenizer, such as gpt2 for byte-level BPE and llama for SentencePiece's. */
  model: string
  /** Which way of splitting text before merging, such as qwen2; empty where the file is silent. */
  family: string
  architecture: string
  tokens: readonly string[]
  /** 1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte. What ends a generation is control. */
  types: readonly number[]
  merges: readonly string[]
  scores: readonly number[]
  addSpacePrefix: boolean
  chatTemplate: string | undefined
  /** Texts of the tokens that begin a text and end one; empty where there is none. */
  bosToken: string
  eosToken: string
}

/** Reads the vocabulary of weights, or of a file that holds nothing else, with a reader that shares no code with the engine. */
export async function readVocabulary(path: string): Promise<Vocabulary> {
  // Loaded here, for every check imports what this file says of tokens, and few read a vocabulary.
  const { gguf } = await import('@huggingface/gguf')
  const { metadata } = await gguf(path, { allowLocalFile: true })
  const facts = metadata as Record<string, unknown>
  const list = <Item>(key: string) => (facts[`tokenizer.ggml.${key}`] ?? []) as Item[]
  const tokens = list<string>('tokens')
  const textOf = (key: string) => tokens[Number(facts[`tokenizer.ggml.${key}`] ?? -1)] ?? ''
  return {
    model: String(facts['tokenizer.ggml.model'] ?? ''),
    family: String(facts['tokenizer.ggml.pre'] ?? ''),
    architecture: String(facts['general.architecture'] ?? ''),
    tokens,
    types: list<number>('token_type').map((type, id) => (endOfGenerationTexts.has(tokens[id] ?? '') ? tokenType.control : type)),
    merges: list<string>('merges'),
    scores: list<number>('scores'),
    addSpacePrefix: facts['tokenizer.ggml.add_space_prefix'] !== false,
    chatTemplate: facts['tokenizer.chat_template'] as string | undefined,
    bosToken: textOf('bos_token_id'),
    eosToken: textOf('eos_token_id'),
  }
}

export const tokenType = { normal: 1, unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6 } as const

/**
 * Texts of tokens by which a caller could forge a turn: all control tokens, and those user-defined ones that the template writes. One
 * character, or white space alone, means the same as text and as a token.
 */
export function specialTexts({ tokens, types, chatTemplate = '' }: Vocabulary): string[] {
  return tokens.filter((text, id) => {
    if (types[id] === tokenType.control) return true
    return types[id] === tokenType.userDefined && [...text].length > 1 && text.trim() !== '' && chatTemplate.includes(text)
  })
}
