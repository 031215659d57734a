import type { Token } from 'node-llama-cpp'
import { mersenne } from 'pure-rand/generator/mersenne'

/** What decides between the likeliest tokens. */
export type TokenChoice = { temperature: number; topP: number; topK: number; minP: number }

/** A token and its logit. */
export type TokenLogit = readonly [Token, number]

/**
 * Chooses from logits, sorted from the highest, as llama.cpp's samplers do: top-k, top-p, min-p, temperature, then the
 * token at the share `draw()` of all weight. The library does not tell probabilities of what it samples with a seed, so
 * where they are asked for it is sampled here.
 */
export function sampleToken(logits: readonly TokenLogit[], choice: TokenChoice, draw: () => number): Token {
  const [likeliest] = logits
  if (!likeliest) throw new Error('There are no logits to sample from.')
  if (choice.temperature === 0) return likeliest[0]
  const topK = choice.topK === 0 ? logits : logits.slice(0, choice.topK)
  const topP = choice.topP === 1 ? topK : topK.slice(0, indexAtShare(weightsOf(topK, 1), choice.topP) + 1)
  const least = likeliest[1] + Math.log(choice.minP)
  const kept = topP.filter(([, logit]) => logit >= least)
  const chosen = indexAtShare(weightsOf(kept, choice.temperature), draw())
  return (kept[chosen] ?? likeliest)[0]
}

const weightsOf = (logits: readonly TokenLogit[], temperature: number) =>
  logits.map(([, logit]) => Math.exp((logit - (logits[0]?.[1] ?? 0)) / temperature))

/** Where the weights, summed up from the first, reach a share of their sum. */
function indexAtShare(weights: readonly number[], share: number): number {
  const target = share * weights.reduce((sum, weight) => sum + weight, 0)
  let passed = 0
  for (const [index, weight] of weights.entries()) {
    passed += weight
    if (passed >= target) return index
  }
  return weights.length - 1
}

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
