import type { Result } from '../base/result.ts'
import type { JudgedFigure } from '../bench/run-scenarios.ts'
import type { Figure } from '../bench/statistics/figure.ts'
import type { Interval } from '../bench/statistics/interval.ts'
import { showNumber } from './words/show-number.ts'

/** What a run of some scenarios found. */
export type FiguresReport = {
  title: string
  at: string
  environment: Result['environment']
  figures: readonly JudgedFigure[]
  exitCode: number
}

/** The figures as a Markdown table, each with its 95 % interval in brackets. */
export function renderFigures({ title, at, environment, figures }: FiguresReport): string {
  return [
    `# ${title}`,
    '',
    `${environment.cpu}, ${environment.cores} cores, ${environment.os}, Node ${environment.node}, commit ${environment.commit ?? 'unknown'}${environment.dirty ? ', changed' : ''}, ${at}`,
    '',
    '| figure | weights | value | target | |',
    '| --- | --- | --- | --- | --- |',
    ...figures.map(renderFigure),
    '',
    'A value is a median with its 95 % interval. A target is reached or missed when the whole interval says so; else this run could not tell.',
    '',
  ].join('\n')
}

/** One row of the table. */
function renderFigure(figure: JudgedFigure): string {
  const cells =
    'missing' in figure
      ? [figure.name, figure.model, figure.missing.split('\n')[0] ?? '', '']
      : [figure.name, figure.model, `${showInterval(figure.value)} ${figure.unit}`.trim(), showTarget(figure)]
  return `| ${[...cells, figure.verdict === 'information' ? '' : figure.verdict].join(' | ')} |`
}

const showInterval = ({ estimate, low, high }: Interval) =>
  low === high ? showNumber(estimate) : `${showNumber(estimate)} (${showNumber(low)} to ${showNumber(high)})`

function showTarget({ target, unit }: Figure): string {
  if (!target) return ''
  const goal = target.goal === undefined ? '' : `, goal ${target.goal}`
  return `${'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`}${unit && ` ${unit}`}${goal}`
}
