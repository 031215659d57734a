/** The next number of a sequence, a whole one from 1 to 2^32 − 1. */
export type RandomSource = () => number

/** A seeded sequence that is the same on every machine: Marsaglia's xorshift with 32 bits, "Xorshift RNGs" (2003). */
export function createRandom(seed: number): RandomSource {
  // 0 would stay 0 for ever.
  let state = seed >>> 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state
  }
}
