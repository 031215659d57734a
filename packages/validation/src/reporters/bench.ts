import type { Result } from '../base/result.ts'
import type { Timing } from '../bench/compare-speeds.ts'
import type { Summary } from '../bench/statistics/summarise.ts'

/** What a run of the bench found. */
export type BenchReport = {
  at: string
  environment: Result['environment']
  model: { id: string; sha256: string | null }
  tokensPerSecond: { direct: Summary; http: Summary }
  firstTextMs: { direct: Summary; http: Summary }
  /** Of each round: speed over HTTP divided by direct speed. */
  httpShareOfDirect: Summary
  timings: { direct: Timing[]; http: Timing[] }
}

/** The figures as a Markdown table: median, and in brackets the range of the middle 90 %. */
export function renderBench({ at, environment, model, tokensPerSecond, firstTextMs, httpShareOfDirect }: BenchReport): string {
  return [
    '# Bench',
    '',
    `${model.id}, sha256 ${model.sha256 ?? 'unknown'}`,
    `${environment.cpu}, ${environment.cores} cores, ${environment.os}, Node ${environment.node}, ${at}`,
    '',
    '| | engine called directly | over HTTP |',
    '| --- | --- | --- |',
    `| tokens a second | ${show(tokensPerSecond.direct)} | ${show(tokensPerSecond.http)} |`,
    `| time to first text, ms | ${show(firstTextMs.direct)} | ${show(firstTextMs.http)} |`,
    '',
    `Over HTTP the speed is ${show(httpShareOfDirect)} of the direct one, in ${httpShareOfDirect.count} rounds taken in turn.`,
    '',
  ].join('\n')
}

const show = ({ median, low, high }: Summary) => `${round(median)} (${round(low)}–${round(high)})`

const round = (value: number) => (value >= 100 ? String(Math.round(value)) : value.toPrecision(3))
