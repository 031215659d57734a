import { expect, test } from 'vitest'
import { makeCorpus } from './make-corpus.ts'

test('the corpus is the same every time and has the size asked for', () => {
  expect(makeCorpus(200)).toHaveLength(200)
  expect(makeCorpus(200)).toEqual(makeCorpus(200))
})
