import type { LlamaModel, Token } from 'node-llama-cpp'

/** A token as a GGUF's vocabulary has it: its text there, its type, and the kind of tokenizer that writes it so. */
export type VocabularyEntry = { entry: string; type: number; kind: string }

/** The type of tokens that steer the model and are no text, such as those that end a turn. */
export const control = 3

const normal = 1
const unused = 5
const byte = 6

/** Kinds that write a space as a character of its own, which SentencePiece has from Unicode's block elements. */
const kindsWithBlockSpaces: readonly string[] = ['llama', 't5', 'bert']

/**
 * The bytes that a token adds to a text, as llama.cpp's `token_to_piece` gives them; they need not be whole characters. Token types and
 * kinds are those of GGUF's `tokenizer.ggml.token_type` and `tokenizer.ggml.model`.
 */
export function tokenBytes({ entry, type, kind }: VocabularyEntry): Uint8Array {
  if (type === byte) return Uint8Array.of(Number.parseInt(entry.slice('<0x'.length, -1), 16))
  const isText = type === normal || type === unused
  // Byte-level vocabularies write every byte as one printable character.
  if (kind === 'gpt2' && isText)
    return Uint8Array.from([...entry].flatMap((letter) => byteOfLetter.get(letter) ?? [...Buffer.from(letter)]))
  return Buffer.from(kindsWithBlockSpaces.includes(kind) && isText ? entry.replaceAll('\u2581', ' ') : entry)
}

/** GPT-2's table: printable bytes stand for themselves, the others for the characters from 256 on, in order. */
const byteOfLetter: ReadonlyMap<string, number> = (() => {
  const isPrintable = (byte: number) => (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xff && byte !== 0xad)
  let next = 256
  return new Map(Array.from({ length: 256 }, (_, byte) => [String.fromCodePoint(isPrintable(byte) ? byte : next++), byte]))
})()

/** What the tokens of a model's vocabulary add to a text, in bytes. */
export function bytesOfTokens({ fileInfo }: LlamaModel): (token: Token) => Uint8Array {
  const { model: kind, tokens, token_type: types } = fileInfo.metadata.tokenizer.ggml
  return (token) => tokenBytes({ entry: tokens[token] ?? '', type: types[token] ?? 0, kind })
}
