import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'

/** Each pair says the same in two ways. */
const pairs = [
  ['What is the capital of France?', 'Please name the capital of France.'],
  ['Will it rain in Rome?', 'I need the weather forecast for Rome.'],
  ['Book a table at the garden.', 'Can you book a table at the garden?'],
  ['Set an alarm for the train.', 'Please set the alarm for the train.'],
  ['Zoe is 41 years old.', 'The age of Zoe is 41 years.'],
  ['How much is the lamp?', 'What is the cost of the lamp?'],
] as const

check(
  {
    proves: 'embedding-generation',
    promise: 'Embeddings have one length, are of unit length, are repeatable, and rank the text that means the same first',
  },
  async ({ server, embeddingWeights, evidence }) => {
    const firsts = pairs.map(([first]) => first)
    const seconds = pairs.map(([, second]) => second)
    const { vectors, usage } = await server.embed([...firsts, ...seconds], embeddingWeights.id)
    const again = await server.embed([...firsts, ...seconds], embeddingWeights.id)
    const alone = await server.embed([firsts[0] ?? ''], embeddingWeights.id)

    const similarities = firsts.map((_, row) => seconds.map((_, column) => dotProduct(vectors[row], vectors[pairs.length + column])))
    evidence.json('similarities', { pairs, similarities, lengths: vectors.map((vector) => vector.length), usage })

    expect(new Set(vectors.map((vector) => vector.length)).size).toBe(1)
    for (const vector of vectors) expect(dotProduct(vector, vector)).toBeCloseTo(1, 4)
    expect(again.vectors, 'the same texts again').toEqual(vectors)
    expect(dotProduct(alone.vectors[0], vectors[0]), 'alone or among others').toBeCloseTo(1, 4)
    expect(usage.prompt_tokens).toBeGreaterThan(0)
    const ranked = similarities.map((row) => row.indexOf(Math.max(...row)))
    expect(ranked, 'index of the nearest second text for each first one').toEqual(pairs.map((_, index) => index))
  },
)

/** The dot product of two vectors; for unit vectors, how alike they are. */
export function dotProduct(a: readonly number[] = [], b: readonly number[] = []): number {
  if (a.length !== b.length) return Number.NaN
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? Number.NaN), 0)
}
