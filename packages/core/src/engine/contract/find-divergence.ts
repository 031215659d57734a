import type { ChatRequest } from '../../chat/chat.ts'
import type { Engine } from '../engine.ts'

/** Where two answers to one request part. */
export type Divergence = {
  /** Index of the first token that differs. */
  position: number
  /** By how much the likeliest token there leads the next, as a difference of natural logarithms; infinite where there is no other. */
  margin: number
}

/** Tokens that are looked at for the first that has text, which brings the log probabilities of those before it along. */
const mostTokens = 16

/**
 * Finds where two answers to one request part, and asks the engine how close the choice was there: rounding, which changes with the width
 * of a batch, may part answers at a small margin and never at a wide one. Undefined when neither goes another way than the other.
 * Throws what `chat` throws.
 *
 * @example
 * const engine = createFakeEngine()
 * const request = { messages: [{ role: 'user', content: 'one two three' }], sampling: {} }
 * const tokens = await engine.promptTokens(request)
 * await findDivergence(engine, request, tokens, tokens.toReversed()) // { position: 0, margin: Number.POSITIVE_INFINITY }
 */
export async function findDivergence(
  engine: Engine,
  request: ChatRequest,
  one: readonly number[],
  other: readonly number[],
): Promise<Divergence | undefined> {
  const position = one.findIndex((token, index) => index < other.length && token !== other[index])
  if (position < 0) return undefined
  const prompt = [...(await engine.promptTokens(request)), ...one.slice(0, position)]
  const asked: ChatRequest = {
    messages: [],
    prompt,
    sampling: { temperature: 0 },
    logprobs: { topTokens: 2 },
    maxTokens: mostTokens,
    ignoreEos: true,
  }
  for await (const event of engine.chat(asked)) {
    const [first] = 'logprobs' in event ? (event.logprobs ?? []) : []
    if (!first) continue
    const [likeliest, next] = first.top
    return { position, margin: (likeliest?.logprob ?? 0) - (next?.logprob ?? Number.NEGATIVE_INFINITY) }
  }
  throw new Error(`The engine told no log probability of ${mostTokens} tokens.`)
}
