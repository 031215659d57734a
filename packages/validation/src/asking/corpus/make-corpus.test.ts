import { expect, test } from 'vitest'
import { countByKind, makeCorpus, missingKinds } from './make-corpus.ts'

const corpus = makeCorpus(2_000)

// Reading the sentences of half a thousand languages takes its time on a busy machine.
test('the corpus is the same every time and has the size asked for', { timeout: 60_000 }, () => {
  expect(corpus).toHaveLength(2_000)
  expect(makeCorpus(2_000)).toEqual(corpus)
})

test('more than half of it are sentences that people wrote, and no script or kind that must be there is missing', () => {
  expect(corpus.filter(({ natural }) => natural).length).toBeGreaterThan(corpus.length / 2)
  expect(missingKinds(corpus)).toEqual([])
  expect(Object.keys(countByKind(corpus)).length).toBeGreaterThan(50)
})

test('what is missing is named', () => {
  expect(missingKinds(corpus.filter(({ kind }) => kind !== 'Thai'))).toEqual(['Thai'])
})

test('every text can be sent as it is', () => {
  expect(corpus.filter(({ text }) => text === '' || !text.isWellFormed())).toEqual([])
})
