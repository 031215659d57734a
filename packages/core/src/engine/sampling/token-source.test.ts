import { expect, test } from 'vitest'
import { logprobsOf } from './logprobs-of.ts'
import { guessTokens } from './token-source.ts'

test.each([
  { title: 'as the last tokens went on before', text: [1, 2, 3, 4, 5, 1, 2], most: 4, guessed: [3, 4, 5, 1] },
  { title: 'no more than asked for', text: [1, 2, 3, 4, 5, 1, 2], most: 1, guessed: [3] },
  { title: 'the latest time', text: [1, 2, 3, 1, 2, 4, 1, 2], most: 1, guessed: [4] },
  { title: 'nothing where they are new', text: [1, 2, 3, 4], most: 4, guessed: [] },
  { title: 'nothing from one token', text: [1], most: 4, guessed: [] },
])('guesses $title', ({ text, most, guessed }) => {
  expect(guessTokens(text, most)).toEqual(guessed)
})

test('log probabilities are those of all logits, and the likeliest come first', () => {
  const logits = Float32Array.from([0, Math.log(2), Math.log(5), Number.NEGATIVE_INFINITY, Math.log(2)])
  const { chosen, top } = logprobsOf(logits, 0, 3)
  expect(Math.exp(chosen)).toBeCloseTo(0.1, 6)
  expect(top.map(([token]) => token)).toEqual([2, 1, 4])
  expect(top.map(([, logprob]) => Math.exp(logprob))).toEqual([0.5, 0.2, 0.2].map((share) => expect.closeTo(share, 6)))
  expect(logprobsOf(logits, 3, 0)).toEqual({ chosen: Number.NEGATIVE_INFINITY, top: [] })
})
