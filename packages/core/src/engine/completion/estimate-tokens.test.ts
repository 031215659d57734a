import fc from 'fast-check'
import { expect, test } from 'vitest'
import { estimateTokens } from './estimate-tokens.ts'

test.each([
  { text: '', tokens: 0 },
  { text: 'What is 3 plus 4?', tokens: 6 },
  { text: 'internationalisation', tokens: 4 },
  { text: '2026', tokens: 4 },
  { text: '你好世界', tokens: 4 },
  { text: 'Привет', tokens: 3 },
  { text: '🦊', tokens: 4 },
  { text: 'a\n\nb', tokens: 3 },
  { text: '\u2003\u2003\t\r\n\n\n', tokens: 4 },
])('$text is estimated at $tokens tokens', ({ text, tokens }) => {
  expect(estimateTokens(text)).toEqual({ tokens, estimated: true })
})

test('every text gets an estimate between nothing and its bytes, and adding to it never takes away', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (text, more) => {
      const { tokens } = estimateTokens(text)
      expect(tokens).toBeGreaterThanOrEqual(0)
      expect(tokens).toBeLessThanOrEqual(Buffer.byteLength(text))
      expect(estimateTokens(`${text}\n${more}`).tokens).toBeGreaterThanOrEqual(tokens)
    }),
  )
})
