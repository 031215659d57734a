import { expect, test } from 'vitest'
import type { Decoder } from './decoder.ts'
import { Sequences } from './sequences.ts'

/** Sequences as llama.cpp keeps them: the state of an empty one, restored, leaves what was there. */
function fakeSequences(count: number) {
  const memory = Array.from({ length: count }, () => [] as number[])
  const decoder = {
    sequences: count,
    keep: (sequence, tokens) => {
      memory[sequence] = (memory[sequence] ?? []).slice(0, tokens)
      return tokens
    },
    stateOf: (sequence) => new Uint8Array(memory[sequence] ?? []),
    restore: (sequence, state) => {
      if (state.length > 0) memory[sequence] = [...state]
      return true
    },
  } as Decoder
  const sequences = new Sequences(decoder, 1_000)
  const compute = (sequence: number, tokens: readonly number[]) => {
    for (const token of tokens) {
      memory[sequence]?.push(token)
      sequences.append(sequence, token)
    }
  }
  return { sequences, memory, compute }
}

const text = (first: number, length: number) => Array.from({ length }, (_, index) => first + index)

test('one that was taken and holds nothing yet leaves nothing of others where it is moved', () => {
  const { sequences, memory, compute } = fakeSequences(2)
  const { sequence: one } = sequences.take(text(0, 20))
  compute(one, text(0, 20))
  const { sequence: other } = sequences.take(text(100, 20))
  sequences.free(one)
  expect(sequences.closeGaps()).toEqual(new Map([[other, one]]))
  expect([memory[one], sequences.held(one)]).toEqual([[], []])
})

test('a prompt goes on in the sequence that holds most of its start', () => {
  const { sequences, memory, compute } = fakeSequences(3)
  const { sequence } = sequences.take(text(0, 40))
  compute(sequence, text(0, 40))
  sequences.free(sequence)
  expect(sequences.take([...text(0, 40), 200, 201])).toEqual({ sequence, cachedTokens: 40 })
  expect(memory[sequence]).toEqual(text(0, 40))
})

test('a start that a running one holds is copied, and only that', () => {
  const { sequences, memory, compute } = fakeSequences(2)
  const { sequence: one } = sequences.take(text(0, 60))
  compute(one, text(0, 60))
  const { sequence: other, cachedTokens } = sequences.take([...text(0, 30), 200])
  expect([other, cachedTokens]).toEqual([1, 30])
  expect([memory[one]?.length, memory[other]]).toEqual([60, text(0, 30)])
})

test('a conversation whose sequence another needed is found again, and both are whole', () => {
  const { sequences, memory, compute } = fakeSequences(1)
  const run = (prompt: number[]) => {
    const { sequence, cachedTokens } = sequences.take(prompt)
    compute(sequence, prompt.slice(cachedTokens))
    sequences.free(sequence)
    expect(memory[0]).toEqual(prompt)
    return cachedTokens
  }
  expect(run(text(0, 40))).toBe(0)
  expect(run(text(100, 50))).toBe(0)
  expect(run([...text(0, 40), 7])).toBe(40)
  expect(run([...text(100, 50), 8])).toBe(50)
})

test('the same prompt again is computed from its last token on', () => {
  const { sequences, compute } = fakeSequences(1)
  const { sequence } = sequences.take(text(0, 40))
  compute(sequence, text(0, 40))
  sequences.free(sequence)
  expect(sequences.take(text(0, 40))).toEqual({ sequence, cachedTokens: 39 })
})
