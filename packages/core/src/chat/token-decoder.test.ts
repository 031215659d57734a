import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TokenDecoder } from './token-decoder.ts'

// One token for each byte: the worst case of a byte-level vocabulary.
const decodeBytes = (tokens: number[]) => Buffer.from(tokens).toString('utf8')

test('text of any script arrives whole, and no piece holds half a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      fc.pre(text.isWellFormed() && !text.includes('\uFFFD'))
      const decoder = new TokenDecoder<number>(decodeBytes)
      const pieces = [...Buffer.from(text)].map((byte) => decoder.push(byte))
      pieces.push(decoder.end())
      expect(pieces.join('')).toBe(text)
      expect(pieces.every((piece) => !piece.includes('\uFFFD'))).toBe(true)
    }),
  )
})

test('bytes that are no text come out as replacement characters instead of being lost', () => {
  const decoder = new TokenDecoder<number>(decodeBytes)
  expect(decoder.push(0xf0) + decoder.end()).toBe('\uFFFD')
})
