import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TokenDecoder } from './token-decoder.ts'

/** The pieces that a decoder makes of bytes, given as tokens of so many bytes in turn. */
function decode(bytes: Uint8Array, lengths: readonly number[]) {
  const tokens: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += tokens.at(-1)?.length ?? 0) {
    tokens.push(bytes.subarray(at, at + (lengths[tokens.length % lengths.length] ?? 1)))
  }
  const decoder = new TokenDecoder((token) => tokens[token] ?? new Uint8Array())
  return [...tokens.keys().map((token) => decoder.push(token)), decoder.end()]
}

const lengths = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 16 })
/** Of all planes, each as likely. */
const character = fc
  .tuple(fc.integer({ min: 0, max: 16 }), fc.integer({ min: 0, max: 0xffff }))
  .map(([plane, offset]) => String.fromCodePoint(plane * 0x10000 + offset))
  .filter((text) => text.isWellFormed())

test('text of any script arrives whole wherever it is cut into tokens, and no piece holds half a character', () => {
  fc.assert(
    fc.property(fc.oneof(fc.array(character), fc.array(fc.constantFrom('é', 'e', '你', '🦊', '\uFEFF'))), lengths, (characters, cuts) => {
      const text = characters.join('')
      const pieces = decode(Buffer.from(text), cuts)
      expect(pieces.join('')).toBe(text)
      const count = (texts: string[]) => texts.join('').split('\uFFFD').length
      expect(count(pieces)).toBe(count([text]))
      for (const piece of pieces) expect(piece.isWellFormed()).toBe(true)
    }),
  )
})

test('a token that ends one character and begins the next, again and again, damages none', () => {
  expect(decode(Buffer.from('éééé'), [1, 2, 2, 2, 1])).toEqual(['', 'é', 'é', 'é', 'é', ''])
})

test('bytes that are no text become replacement characters, as they do at once', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 24 }), lengths, (bytes, cuts) => {
      expect(decode(bytes, cuts).join('')).toBe(Buffer.from(bytes).toString())
    }),
  )
  expect(decode(Uint8Array.of(0xf0), [1])).toEqual(['', '\uFFFD'])
})
