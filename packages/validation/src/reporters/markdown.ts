import type { CheckResult, Result } from '../base/result.ts'
import { comparisonLines } from './side-by-side/comparison-lines.ts'
import { countRows } from './words/counts.ts'
import { formatDuration, markdownTable, markdownText } from './words/show-number.ts'
import { caveats, sortRows, verdictSentence } from './words/verdict-sentence.ts'

/** The result as Markdown, for a pull request or a release note. */
export function renderMarkdown(result: Result): string {
  const { proven, broken, unproven } = countRows(result)
  const { environment, subject } = result
  return [
    '# Release gate',
    `**${verdictSentence(result)}** (exit code ${result.exitCode})`,
    caveats(result)
      .map((caveat) => `> ${markdownText(caveat)}`)
      .join('\n>\n'),
    `${proven} proven, ${broken} broken, ${unproven} unproven. ${result.checks.length} checks in ${formatDuration(result.durationMs)}.`,
    comparisonLines(result)
      .map((line) => `- ${markdownText(line)}`)
      .join('\n'),
    '## Checklist',
    markdownTable(
      ['Row', 'Verdict', 'Reason'],
      sortRows(result.rows).map((row) => [`\`${row.id}\``, row.verdict, row.reason]),
    ),
    '## Checks',
    markdownTable(['Check', 'Status', 'Time', 'Promise'], result.checks.map(toRow)),
    ...failures(result.checks),
    '## Environment',
    markdownTable(
      ['What', 'Value'],
      [
        ['commit', `${environment.commit ?? 'unknown'}${environment.dirty ? ' (with changes)' : ''}`],
        ['machine', `${environment.os}, ${environment.cpu}, ${environment.cores} cores`],
        ['node', environment.node],
        ...subject.models.map(({ id, file, sha256 }) => [`weights of ${id}`, `${file}, sha256 ${sha256 ?? 'unknown'}`]),
        ...Object.entries(environment.packages),
      ],
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}

const toRow = ({ id, status, durationMs, promise, reason }: CheckResult) => [
  `\`${id}\``,
  status,
  formatDuration(durationMs),
  reason ? `${promise} – ${reason}` : promise,
]

const failures = (checks: readonly CheckResult[]): string[] =>
  checks.flatMap(({ id, failure, reproduce }) =>
    failure
      ? [
          `### ${id}`,
          ...reproduce.map(fence),
          fence([failure.message, `expected: ${failure.expected ?? '–'}`, `actual:   ${failure.actual ?? '–'}`].join('\n')),
        ]
      : [],
  )

// Longer than any run of backticks inside, so that what a model said cannot end the block.
function fence(content: string): string {
  const longest = Math.max(2, ...[...content.matchAll(/`+/g)].map(([run]) => run.length))
  const marks = '`'.repeat(longest + 1)
  return `${marks}text\n${content}\n${marks}`
}
