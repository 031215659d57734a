import { styleText } from 'node:util'
import type { CheckResult, CheckStatus, Result } from '../base/result.ts'
import { comparisonLines } from './side-by-side/comparison-lines.ts'
import { countByStatus, countRows } from './words/counts.ts'
import { describeCounts } from './words/describe-counts.ts'
import { formatDuration } from './words/show-number.ts'
import { caveats, verdictSentence } from './words/verdict-sentence.ts'

type Style = Parameters<typeof styleText>[0]

const marks: Record<CheckStatus, { mark: string; style: Style }> = {
  pass: { mark: '✓', style: 'green' },
  fail: { mark: '✗', style: 'red' },
  error: { mark: '‼', style: 'magenta' },
  skip: { mark: '–', style: 'yellow' },
  'not-applicable': { mark: '·', style: 'gray' },
  'not-offered': { mark: '○', style: 'gray' },
  waived: { mark: '≈', style: 'yellow' },
}

/** One line for one ended check. */
export function renderCheckLine({ id, status, durationMs, reason }: CheckResult): string {
  const { mark, style } = marks[status]
  const why = reason && status !== 'pass' ? styleText('gray', `  ${status === 'fail' ? '' : `${status}: `}${firstLine(reason)}`) : ''
  return `${styleText(style, mark)} ${id} ${styleText('gray', formatDuration(durationMs))}${why}`
}

/** What stands at the end of a run: failures in full, the rows, the verdict, and where the report is. */
export function renderConsole(result: Result, reportFolder: string): string {
  const { proven, broken, unproven, waived, 'not-offered': notOffered } = countRows(result)
  const offside = waived + notOffered > 0 ? `, ${waived} waived, ${notOffered} not offered` : ''
  const verdictStyle: Style = result.exitCode === 0 ? 'green' : result.exitCode === 2 ? 'yellow' : 'red'
  return [
    ...result.checks.filter(({ status }) => shown.includes(status)).map((check) => renderFailure(check, reportFolder)),
    ...renderRows(
      'Broken',
      result.rows.filter(({ verdict }) => verdict === 'broken'),
    ),
    ...renderRows(
      'Unproven',
      result.rows.filter(({ verdict }) => verdict === 'unproven'),
    ),
    ...comparisonLines(result),
    ...caveats(result).map((caveat) => styleText('yellow', caveat)),
    `Checks: ${describeCounts(countByStatus(result.checks), always)}, in ${formatDuration(result.durationMs)}`,
    `Rows:   ${proven} proven, ${broken} broken, ${unproven} unproven${offside}`,
    `${styleText(['bold', verdictStyle].flat() as Style, verdictSentence(result))} Exit code ${result.exitCode}.`,
    `Report: ${reportFolder}/report.html`,
    '',
  ].join('\n')
}

/** What is shown in full at the end. */
const shown: readonly CheckStatus[] = ['fail', 'error', 'waived']
/** What is counted even when there is none. */
const always: readonly CheckStatus[] = ['pass', 'fail', 'skip', 'error', 'not-applicable']

function renderFailure({ id, promise, status, reason, failure, reproduce, evidence, waiver }: CheckResult, reportFolder: string): string {
  const { mark, style } = marks[status]
  const field = (name: string, value: string | null) =>
    value === null ? [] : [`  ${name.padEnd(9)} ${value.split('\n').join(`\n${' '.repeat(12)}`)}`]
  return [
    '',
    styleText(style, `${mark} ${id}`),
    ...field('promise', promise),
    ...field(status === 'error' ? 'broke' : 'failed', reason),
    ...field('waived', waiver && `until ${waiver.expires}: ${waiver.reason} ${waiver.link}`),
    ...field('expected', failure?.expected ?? null),
    ...field('actual', failure?.actual ?? null),
    ...reproduce.flatMap((command) => field('see it', command)),
    ...evidence.flatMap(({ file }) => field('evidence', `${reportFolder}/${file}`)),
    '',
  ].join('\n')
}

function renderRows(title: string, rows: Result['rows']): string[] {
  if (rows.length === 0) return []
  return [`${title} rows:`, ...rows.map(({ id, reason }) => `  ${id.padEnd(24)} ${styleText('gray', firstLine(reason))}`), '']
}

const firstLine = (text: string) => text.split('\n')[0] ?? ''
