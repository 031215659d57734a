import { createRandom } from '../../statistics/random-source.ts'
import type { LoadReport } from '../load-report.ts'

/**
 * What the chats of a load look like: median words of a question and median tokens of an answer, around which lengths are spread, and the
 * words that all questions begin with, which a server that reuses prefixes reads once.
 */
export type ChatShape = LoadReport['shape']

/** One chat to ask. */
export type PlannedChat = { messages: { role: 'system' | 'user'; content: string }[]; maxTokens: number }

// Common words, most of them one token in every vocabulary.
const words = 'river stone window garden morning letter number table music winter market doctor color animal kitchen'.split(' ')
/** Half of all lengths lie within a factor of 1.4 of the median, and one in twenty beyond 2.3 times: log-normal, as lengths of chats are. */
const spread = 0.5
/** However long the tail: no length is more than so many medians. */
const mostMedians = 4

/** The chats of a load, the same for a seed whoever is asked, and no two of them alike. */
export function planChats(shape: ChatShape, seed: number, count: number): PlannedChat[] {
  const random = createRandom(seed * 7_919 + 1)
  const uniform = () => random() / 2 ** 32
  const text = (length: number) => Array.from({ length }, () => words[random() % words.length]).join(' ')
  const shared = text(shape.sharedWords)
  return Array.from({ length: count }, (_, index) => ({
    messages: [
      ...(shared ? [{ role: 'system' as const, content: shared }] : []),
      // Its number first: nothing of it can lie in a slot.
      { role: 'user' as const, content: `${seed}.${index} ${text(around(shape.promptWords, uniform))}` },
    ],
    maxTokens: around(shape.answerTokens, uniform),
  }))
}

/** A length around a median: Box and Muller's normal (1958), in the exponent. */
function around(median: number, uniform: () => number): number {
  const normal = Math.sqrt(-2 * Math.log(uniform() || Number.MIN_VALUE)) * Math.cos(2 * Math.PI * uniform())
  return Math.max(2, Math.round(Math.min(median * Math.exp(spread * normal), median * mostMedians)))
}

/** So many clients, in words. */
export const nameClients = (count: number): string => (count === 1 ? '1 client' : `${count} clients`)

/** The load that is put on a server unless another is asked for. */
export const usualLoad = {
  slots: 8,
  requests: 48,
  shape: { promptWords: 40, answerTokens: 32, sharedWords: 0 },
  objectives: { firstTokenMs: 200, perOutputTokenMs: 50 },
  /** Arrivals by chance, as shares of the most that clients got. None from 0.6 to 1.15: there a queue grows or does not by chance alone. */
  rateShares: [0.25, 0.4, 0.55, 1.2, 1.5],
  /** Beside another server. */
  comparison: { clients: [1, 8], rounds: 60, threshold: 0.05 },
}
