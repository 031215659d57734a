import { expect, test } from 'vitest'
import { compareTokenizers, shrink } from './compare-tokenizers.ts'

const letters = (text: string) => Array.from(text, (letter) => letter.codePointAt(0) ?? 0)
const tokens: string[] = []

test('texts that are split alike are no divergence', async () => {
  expect(await compareTokenizers([{ kind: 'Latin', natural: true, text: 'abc' }], { got: letters, wanted: letters, tokens })).toEqual([])
})

test('the first id that differs is shown with what is around it, and the text is shrunk to what matters', async () => {
  const got = (text: string) => letters(text.replace('ß', 'ss'))
  const text = 'Die Straße ist nass 🙂.'
  const [divergence] = await compareTokenizers([{ kind: 'Latin', natural: true, text }], { got, wanted: letters, tokens })
  expect(divergence).toMatchObject({ kind: 'Latin', at: 8, minimal: 'ß' })
  expect(divergence?.got[3]).toBe('115 ""')
  expect(divergence?.wanted[3]).toBe('223 ""')
})

test('a text that is longer on one side only differs where the other ends', async () => {
  const [divergence] = await compareTokenizers([{ kind: 'Latin', natural: true, text: 'ab' }], {
    got: letters,
    wanted: (text) => [...letters(text), 1],
    tokens,
  })
  expect(divergence).toMatchObject({ at: 2 })
})

test('a long text is shrunk to the few characters that matter', async () => {
  expect(await shrink(`${'word '.repeat(50)}x1y${' word'.repeat(50)}`, async (text) => text.includes('x1'))).toBe('x1')
})
