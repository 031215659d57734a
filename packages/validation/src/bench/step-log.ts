import type { StepReport } from '@honestai/core'

/** A step of the engine, with the moment its report came in. */
export type LoggedStep = StepReport & { atMs: number }

/**
 * Decode tokens a second of all streams together, over the steps in which exactly so many streams grew and no prompt came in: while
 * prompts come in and once the first answer has ended, the width is another. NaN for less than two such steps.
 */
export function decodeSpeed(steps: readonly LoggedStep[], width: number): number {
  const full = steps.filter(({ slots, promptTokens }) => slots === width && promptTokens === 0)
  const [first, last] = [full[0], full.at(-1)]
  if (!first || !last || first === last) return Number.NaN
  return (width * (full.length - 1) * 1_000) / (last.atMs - first.atMs)
}
