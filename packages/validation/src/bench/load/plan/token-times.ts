import type { StreamedChat } from '../../http/stream-chat.ts'

/** How the tokens of one answer came in, in milliseconds; the guide on benchmarks defines the words. */
export type TokenTimes = {
  firstTokenMs: number
  /** One for each token after those that came first. */
  interTokenMs: number[]
  /** NaN for an answer that came in at once. */
  perOutputTokenMs: number
  durationMs: number
  /** Longest time between two arrivals: what a coalescing proxy cannot hide. */
  longestSilenceMs: number
}

/**
 * Times each token, not each chunk: what stands between us and the server may hand over many tokens at once, and then the time since
 * the last arrival belongs to all of them.
 */
export function tokenTimes({ arrivals, firstTokenMs, completionTokens, durationMs }: StreamedChat): TokenTimes {
  const events = arrivals.reduce((sum, arrival) => sum + arrival.events, 0)
  const tokensOf = (count: number) => (count * completionTokens) / events
  const later = arrivals.slice(1).map(({ atMs, events }, index) => {
    const gapMs = atMs - (arrivals[index]?.atMs ?? 0)
    return { gapMs, tokens: tokensOf(events) }
  })
  const last = arrivals.at(-1)
  const laterTokens = later.reduce((sum, { tokens }) => sum + tokens, 0)
  return {
    firstTokenMs,
    interTokenMs: later.flatMap(({ gapMs, tokens }) => Array.from({ length: Math.max(1, Math.round(tokens)) }, () => gapMs / tokens)),
    perOutputTokenMs: laterTokens > 0 ? ((last?.atMs ?? 0) - firstTokenMs) / laterTokens : Number.NaN,
    durationMs,
    longestSilenceMs: Math.max(0, ...later.map(({ gapMs }) => gapMs)),
  }
}
