import { styleText } from 'node:util'
import { redact } from '../../base/redact.ts'
import { formatDuration, markdownTable } from '../../reporters/words/show-number.ts'
import type { Trial } from './try-faults.ts'

type Style = Parameters<typeof styleText>[0]

const marks: Record<Trial['verdict'], { mark: string; style: Style }> = {
  caught: { mark: '✓', style: 'green' },
  missed: { mark: '✗', style: 'red' },
  untried: { mark: '–', style: 'yellow' },
  unsound: { mark: '‼', style: 'magenta' },
}

/** What the trials come to, as the exit code says it: 0 all caught, 1 some missed, 2 some untried, 3 the harness broke. */
export function exitCodeOf(trials: readonly Trial[], gaps: readonly string[], interrupted: string | null): number {
  const some = (verdict: Trial['verdict']) => trials.some((trial) => trial.verdict === verdict)
  // As in a run of the gate, what is known to be wrong outranks what is not known.
  if (some('missed')) return 1
  if (some('unsound') || gaps.length > 0 || interrupted !== null) return 3
  return some('untried') ? 2 : 0
}

/** One line for one trial, and the reason below it unless the fault was caught. */
export function renderTrial({ check, fault, verdict, reason, durationMs }: Trial): string {
  const { mark, style } = marks[verdict]
  const line = `${styleText(style, mark)} ${check} ${styleText('gray', `${formatDuration(durationMs)}  ${fault}`)}`
  return verdict === 'caught' ? line : `${line}\n    ${verdict}: ${reason.split('\n').join('\n    ')}`
}

/** What stands at the end. */
export function renderTrials(trials: readonly Trial[], gaps: readonly string[], exitCode: number): string {
  const count = (verdict: Trial['verdict']) => trials.filter((trial) => trial.verdict === verdict).length
  return [
    ...gaps.map((gap) => `${styleText('magenta', '‼')} ${gap}`),
    `Faults: ${count('caught')} caught, ${count('missed')} missed, ${count('untried')} could not be tried here, ${count('unsound')} tried in vain. Exit code ${exitCode}.`,
    '',
  ].join('\n')
}

/** The trials as Markdown: each fault, by which check it was caught, and what the check said. */
export function renderTrialsMarkdown(trials: readonly Trial[], exitCode: number): string {
  const caught = trials.filter(({ verdict }) => verdict === 'caught').length
  return [
    '# Known faults, planted',
    `${caught} of ${trials.length} caught. Exit code ${exitCode}.`,
    markdownTable(
      ['Fault', 'Verdict', 'By', 'What it said'],
      trials.map(({ fault, verdict, check, reason }) => [fault, verdict, check, redact(reason).slice(0, 300)]),
    ),
  ]
    .join('\n\n')
    .concat('\n')
}
