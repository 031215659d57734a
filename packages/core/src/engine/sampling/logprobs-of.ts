/** Log probability of a token, and of the likeliest in its place, the likeliest first. */
export type Logprobs = { chosen: number; top: [token: number, logprob: number][] }

/** Log probabilities that logits come to. */
export function logprobsOf(logits: Float32Array, token: number, topTokens: number): Logprobs {
  const top = likeliest(logits, Math.max(1, topTokens))
  const most = logits[top[0] ?? 0] ?? 0
  let weight = 0
  for (let index = 0; index < logits.length; index++) weight += Math.exp((logits[index] as number) - most)
  const normalizer = most + Math.log(weight)
  const logprobOf = (other: number) => (logits[other] as number) - normalizer
  return { chosen: logprobOf(token), top: top.slice(0, topTokens).map((other) => [other, logprobOf(other)]) }
}

/** Tokens of the highest logits, the highest first. */
function likeliest(logits: Float32Array, count: number): number[] {
  const found: number[] = []
  let least = Number.NEGATIVE_INFINITY
  for (let token = 0; token < logits.length; token++) {
    const logit = logits[token] as number
    if (found.length === count && logit <= least) continue
    let place = found.length
    while (place > 0 && (logits[found[place - 1] as number] as number) < logit) place--
    found.splice(place, 0, token)
    if (found.length > count) found.pop()
    least = logits[found.at(-1) as number] as number
  }
  return found
}
