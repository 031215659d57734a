import type { Interval } from './interval.ts'

/** What a figure has to reach; `goal` is what we would like. */
export type Target = { atLeast: number; goal?: number } | { atMost: number; goal?: number }

/** `undecided`: the target lies inside the interval, so this machine was too noisy, or the rounds too few, to tell. */
export type Verdict = 'reached' | 'missed' | 'undecided' | 'not-measured'

/** One figure of a bench, with the samples it comes from. */
export type Figure = {
  /** What it is, such as `decode speed, 8 streams`. */
  name: string
  /** What it is measured on: the model's id. */
  model: string
  /** Unit of the value; a ratio has none. */
  unit: string
  value: Interval
  target?: Target
  /** Every measurement, by what was measured; units stand in the names. */
  samples: Record<string, readonly number[]>
}

/** A figure that could not be measured, and why. */
export type MissingFigure = Pick<Figure, 'name' | 'model'> & { missing: string }

/** Judges a figure: only an interval that lies on one side of the target decides. A figure without a target is information. */
export function judgeFigure(figure: Figure | MissingFigure): Verdict | 'information' {
  if ('missing' in figure) return 'not-measured'
  const { target, value } = figure
  if (!target) return 'information'
  if (Number.isNaN(value.low) || Number.isNaN(value.high)) return 'not-measured'
  const [worst, best, bound] = 'atLeast' in target ? [value.low, value.high, target.atLeast] : [-value.high, -value.low, -target.atMost]
  if (worst >= bound) return 'reached'
  return best < bound ? 'missed' : 'undecided'
}
