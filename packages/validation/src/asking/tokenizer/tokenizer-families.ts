const gpt2 = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+"
const contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
const afterWords = ' ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+'

/** How a family of byte-level BPE vocabularies splits text before it merges. */
export type TokenizerFamily = {
  /** Applied one after the other, as the family's own `tokenizer.json` has it; what a pattern does not match stays a piece, too. */
  splits: readonly string[]
  /** Whether a word that is a token as a whole is taken as it is, whatever the merges say. */
  ignoreMerges?: boolean
}

/** By the name that a GGUF gives the family. */
export const tokenizerFamilies: Readonly<Record<string, TokenizerFamily>> = {
  'gpt-2': { splits: [gpt2] },
  mpt: { splits: [gpt2] },
  starcoder: { splits: ['\\p{N}', gpt2] },
  refact: { splits: ['\\p{N}', gpt2] },
  'command-r': { splits: ['\\p{N}', gpt2] },
  falcon: { splits: ['[\\p{P}$+<=>^~|`]+', gpt2, '[0-9][0-9][0-9]'] },
  'deepseek-coder': { splits: ['[\\r\\n]', '\\s?\\p{L}+', '\\s?\\p{P}+', '[一-龥ࠀ-一가-퟿]+', '\\p{N}'] },
  'llama-bpe': { splits: [`${contractions}|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}|${afterWords}`], ignoreMerges: true },
  qwen2: { splits: [`${contractions}|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}|${afterWords}`] },
  qwen35: {
    splits: [
      `${contractions}|[^\\r\\n\\p{L}\\p{N}]?[\\p{L}\\p{M}]+|\\p{N}| ?[^\\s\\p{L}\\p{M}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`,
    ],
  },
}
