import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatHubSource, parseHubSource } from './hub-source.ts'

test.each([
  { text: 'hf:o/r', source: { repository: 'o/r', revision: 'main', file: undefined, quantisation: undefined } },
  { text: 'hf:o/r:Q4_K_M', source: { repository: 'o/r', revision: 'main', file: undefined, quantisation: 'Q4_K_M' } },
  { text: 'hf:o/r/a/b.gguf', source: { repository: 'o/r', revision: 'main', file: 'a/b.gguf', quantisation: undefined } },
  { text: 'hf:o/r@v1.0/b.gguf', source: { repository: 'o/r', revision: 'v1.0', file: 'b.gguf', quantisation: undefined } },
  { text: 'hf:o/r@refs/pr/1/b.gguf', source: { repository: 'o/r', revision: 'refs/pr/1', file: 'b.gguf', quantisation: undefined } },
])('$text is a source, and written back it is the same text', ({ text, source }) => {
  expect(parseHubSource(text)).toEqual(source)
  expect(formatHubSource(source)).toBe(text)
})

test.each([
  'o/r',
  'hf:o',
  'hf:../r',
  'hf:o/..',
  'hf:o/r/../../x.gguf',
  'hf:o/r//x.gguf',
  'hf:o/r@..',
  'hf:o/r@refs/heads/x',
  'hf:o/r/a.bin',
  'hf:o/r:',
  'https://o/r',
])('%s is no source', (text) => {
  expect(parseHubSource(text)).toBeUndefined()
})

test('no text makes a source that leads out of its repository', () => {
  const pieces = fc.constantFrom('hf:', 'a', '/', '..', '.', ':', '@', '\\', '.gguf', '%2e', ' ')
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const source = parseHubSource(`hf:a/b${parts.join('')}`)
      const names = source ? `${source.repository}/${source.revision}/${source.file ?? 'x'}`.split(/[/\\]/) : []
      expect(names.some((name) => name === '..' || name === '.' || name === '')).toBe(false)
    }),
  )
})
