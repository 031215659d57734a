import { markdownTable } from '../words/show-number.ts'
import type { Cell, SideBySide } from './side-by-side.ts'

/** A comparison as Markdown. */
export function renderSideBySideMarkdown({ subjects, capabilities, checks }: SideBySide): string {
  const names = subjects.map(({ name }) => name)
  const problems = checks.flatMap(({ id, cells }) =>
    cells.flatMap((cell, index) =>
      cell && isProblem(cell) ? [`- **${names[index]}**, \`${id}\`: ${cell.reason?.replaceAll('\n', ' · ')}`] : [],
    ),
  )
  return [
    '# Side by side',
    markdownTable(
      ['Server', 'Model', 'When', 'Exit code'],
      subjects.map(({ name, model, startedAt, exitCode }) => [name, model, startedAt, String(exitCode)]),
    ),
    ...(capabilities.length
      ? [
          '## Offered',
          markdownTable(
            ['What', ...names],
            capabilities.map(({ name, offered }) => [name, ...offered.map(sayOffered)]),
          ),
        ]
      : []),
    '## Promises',
    markdownTable(
      ['Promise', ...names],
      checks.map(({ promise, cells }) => [promise, ...cells.map((cell) => cell?.status ?? 'did not run')]),
    ),
    ...(problems.length ? ['## What failed', problems.join('\n')] : []),
  ]
    .join('\n\n')
    .concat('\n')
}

/** Whether somebody should read why. */
export const isProblem = ({ status }: Cell) => status === 'fail' || status === 'error' || status === 'waived'

export const sayOffered = (offered: boolean | null) => (offered === null ? 'not asked' : offered ? 'yes' : 'no')
