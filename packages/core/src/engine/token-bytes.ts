/**
 * The bytes of a token. `text` is its text, where bytes that are part of a character show as replacement characters;
 * then the token's entry in the vocabulary tells them, in the way of its `kind` of tokenizer.
 */
export function tokenBytes(text: string, entry: string, kind: string): number[] {
  if (!text.includes('\uFFFD')) return [...Buffer.from(text)]
  const byte = /^<0x([0-9A-F]{2})>$/.exec(entry)
  if (byte?.[1]) return [Number.parseInt(byte[1], 16)]
  // Byte-level vocabularies write every byte as one printable character.
  if (kind === 'gpt2') return [...entry].flatMap((letter) => byteOfLetter.get(letter) ?? [...Buffer.from(letter)])
  return [...Buffer.from(text)]
}

/** GPT-2's table: printable bytes stand for themselves, the others for the characters from 256 on, in order. */
const byteOfLetter: ReadonlyMap<string, number> = (() => {
  const isPrintable = (byte: number) => (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xff && byte !== 0xad)
  let next = 256
  return new Map(Array.from({ length: 256 }, (_, byte) => [String.fromCodePoint(isPrintable(byte) ? byte : next++), byte]))
})()
