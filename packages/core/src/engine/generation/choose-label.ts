import { routerError } from '../../errors.ts'
import type { LabelChoice } from '../engine.ts'
import type { BatchScheduler } from '../steps/batch-scheduler.ts'
import { SlotScoring } from './slot-scoring.ts'

/** A label as text, and as the tokens by which the model would write it. */
export type TokenizedLabel = { text: string; tokens: readonly number[] }

/** What a choice needs of a model: its logits of a row of the step just done, and the tokens that end an answer. */
export type LabelScorer = { logits(row: number): Float32Array; endTokens: readonly number[] }

/**
 * Scores labels exactly: wherever their tokens part, the model's probabilities of the allowed next tokens are
 * renormalised among those, and a label's probability is the product along its way. Where a label ends while another
 * goes on, ending is one of the allowed ways.
 */
export async function chooseLabel(
  loop: BatchScheduler,
  scorer: LabelScorer,
  prompt: readonly number[],
  labels: readonly TokenizedLabel[],
  signal: AbortSignal,
): Promise<LabelChoice> {
  const branches = labelBranches(labels.map((label) => label.tokens))
  const tokensOf = (way: number | null) => (way === null ? scorer.endTokens : [way])
  const probabilities = labels.map(() => 1)
  let cachedTokens = 0
  let answered = 0
  const [end] = loop.run(
    new SlotScoring({
      prompt,
      signal,
      paths: branches.map(({ path }) => path),
      onStart: (cached) => {
        cachedTokens = Math.min(cached, prompt.length - 1)
      },
      onLogits: (row) => {
        const logits = scorer.logits(row)
        const ways = [...(branches[answered]?.ways ?? [])]
        const shares = sharesOf(ways.map(([way]) => tokensOf(way).map((token) => logits[token] ?? Number.NEGATIVE_INFINITY)))
        ways.forEach(([, behind], way) => {
          for (const index of behind) probabilities[index] = (probabilities[index] ?? 0) * (shares[way] ?? 0)
        })
        answered += 1
      },
    }),
  )
  if ((await end) === 'aborted') throw routerError('request_cancelled', {})
  const best = probabilities.indexOf(Math.max(...probabilities))
  return {
    label: labels[best]?.text ?? '',
    probability: probabilities[best] ?? 0,
    probabilities: Object.fromEntries(labels.map(({ text }, index) => [text, probabilities[index] ?? 0])),
    usage: { promptTokens: prompt.length, cachedTokens, completionTokens: labels[best]?.tokens.length ?? 0, reasoningTokens: 0 },
  }
}

/** Probability of each way, when a way's weight is the sum of its tokens' and no other way is allowed. */
function sharesOf(ways: readonly (readonly number[])[]): number[] {
  const most = Math.max(...ways.flat())
  const weights = ways.map((logits) => logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

/** A place where the labels part ways: after `path`, with the labels behind each next token. `null` is the end of a label. */
export type LabelBranch = { path: readonly number[]; ways: ReadonlyMap<number | null, readonly number[]> }

/** Every place where labels, given as tokens, part ways, parents before children. Labels are told by their index. */
export function labelBranches(labels: readonly (readonly number[])[]): LabelBranch[] {
  const branchesAfter = (path: readonly number[], indexes: readonly number[]): LabelBranch[] => {
    const ways = new Map<number | null, number[]>()
    for (const index of indexes) {
      const next = labels[index]?.[path.length] ?? null
      ways.set(next, [...(ways.get(next) ?? []), index])
    }
    const below = [...ways].flatMap(([token, behind]) =>
      token === null || behind.length === 1 ? [] : branchesAfter([...path, token], behind),
    )
    return ways.size > 1 ? [{ path, ways }, ...below] : below
  }
  return branchesAfter([], [...labels.keys()])
}
