import type { Figure, Target } from './figure.ts'
import { bootstrapMedian } from './interval.ts'

/** Two things that were measured in turn, round by round. */
export type Ratio = {
  name: string
  model: string
  target?: Target
  /** Unit of both, and their names. */
  unit: string
  ours: readonly [name: string, values: readonly number[]]
  others: readonly [name: string, values: readonly number[]]
}

/** Ours over theirs: the median of the ratios of all rounds, which noise that lasts longer than a round leaves alone. */
export function ratioFigure({ name, model, target, unit, ours: [oursName, ours], others: [othersName, others] }: Ratio): Figure {
  const ratios = ours.map((value, round) => value / (others[round] ?? Number.NaN))
  return {
    name,
    model,
    unit: '',
    value: bootstrapMedian(ratios),
    ...(target && { target }),
    samples: { [`${oursName}, ${unit}`]: ours, [`${othersName}, ${unit}`]: others },
  }
}
