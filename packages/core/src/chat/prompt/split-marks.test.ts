import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitMarks } from './split-marks.ts'

const marks = ['<think>', '</think>', '🦊🦊', '<<', 'think>x']

test('the pieces are the text, and none holds a mark', () => {
  const part = fc.constantFrom(...marks, '<', 'th', 'ink>', 'x', ' ', '🦊')
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const text = parts.join('')
      const pieces = splitMarks(text, marks)
      expect(pieces.join('')).toBe(text)
      expect(pieces.every((piece) => piece.isWellFormed() && marks.every((mark) => !piece.includes(mark)))).toBe(true)
    }),
  )
})
