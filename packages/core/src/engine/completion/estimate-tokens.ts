/** A count of tokens that no tokenizer made. */
export type TokenEstimate = { tokens: number; estimated: true }

/**
 * What a stretch of each kind of text needs in a vocabulary of today, rather too much than too little. The first kind
 * that matches counts.
 */
const kinds: readonly { pattern: RegExp; tokens: (stretch: string) => number }[] = [
  // Words of the Latin script: the common ones are one token, and each letter beyond ASCII makes one more.
  { pattern: /\p{Script=Latin}+/uy, tokens: (word) => Math.ceil(lengthOf(word) / 5) + lengthOf(word.replaceAll(/[a-z]/gi, '')) },
  { pattern: /\p{Number}+/uy, tokens: (digits) => lengthOf(digits) },
  // Scripts without spaces between words, mostly a token for a character.
  { pattern: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+/uy, tokens: (signs) => lengthOf(signs) },
  // Scripts of much that vocabularies are made from: two characters are a token.
  {
    pattern: /[\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thai}]+/uy,
    tokens: (word) => Math.ceil(lengthOf(word) / 2),
  },
  // All other letters share what is left: two of their bytes are a token.
  { pattern: /[\p{Letter}\p{Mark}]+/uy, tokens: (word) => Math.ceil(Buffer.byteLength(word) / 2) },
  // A space before a word belongs to the word's token.
  { pattern: / (?=[^\s])/uy, tokens: () => 0 },
  { pattern: /[ \t]+|[\r\n]+/uy, tokens: () => 1 },
  // White space that is rare is not found in runs.
  { pattern: /\s/uy, tokens: () => 1 },
  { pattern: /[[\p{Punctuation}\p{Symbol}]--\p{Emoji_Presentation}]+/vy, tokens: (marks) => Math.ceil(lengthOf(marks) / 2) },
  // Emoji and all that is rare comes as bytes.
  { pattern: /./suy, tokens: (sign) => Buffer.byteLength(sign) },
]

const lengthOf = (text: string) => [...text].length

/**
 * Estimates how many tokens a text has from its characters alone, for planning where there is no vocabulary. English
 * prose is mostly within a fifth of the truth; other scripts, code and rare words can be twice or half of it.
 *
 * @example
 * estimateTokens('What is 3 plus 4?') // { tokens: 6, estimated: true }
 */
export function estimateTokens(text: string): TokenEstimate {
  let tokens = 0
  for (let index = 0; index < text.length; ) {
    for (const kind of kinds) {
      kind.pattern.lastIndex = index
      const [stretch] = kind.pattern.exec(text) ?? []
      if (stretch === undefined) continue
      tokens += kind.tokens(stretch)
      index += stretch.length
      break
    }
  }
  return { tokens, estimated: true }
}
