import { mersenne } from 'pure-rand/generator/mersenne'

/** Numbers from 0 to 1, the same that llama.cpp draws for this seed: a request's text is the same with log probabilities and without. */
export function randomDraws(seed: number): () => number {
  const generator = mersenne(seed)
  const next32Bits = () => generator.next() >>> 0
  // As `std::generate_canonical` makes 53 random bits from a 32-bit generator.
  return () => {
    const low = next32Bits()
    return (low + next32Bits() * 2 ** 32) / 2 ** 64
  }
}
