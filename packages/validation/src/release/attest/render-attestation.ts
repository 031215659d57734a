import type { Attestation } from './attestation.ts'

const sentences = {
  silent: 'Nothing left the machine, and every kind of leak would have been noticed.',
  egress: 'Something left the machine, or could have.',
  unproven: 'It is not proven that nothing left the machine.',
}

/** The statement as a page to read, in Markdown. */
export function renderAttestation({ subject, predicate }: Attestation): string {
  const { verdict, rows, run, methods, observed, isolated, controls, evidence } = predicate
  const sections = [
    '# Egress attestation',
    `**${sentences[verdict]}**`,
    `Run ${run.runId}, profile ${run.profile}, from ${run.startedAt} to ${run.endedAt}, on ${run.os} with Node ${run.node}.`,
    '## What it is about',
    table(
      ['Name', 'Digest'],
      subject.map(({ name, digest }) => [
        name,
        Object.entries(digest)
          .map(([kind, value]) => `${kind} \`${value}\``)
          .join(', '),
      ]),
    ),
    '## Verdict',
    table(
      ['Row', 'Claim', 'Verdict', 'Reason'],
      rows.map(({ id, claim, verdict, reason }) => [id, claim, verdict, reason]),
    ),
    '## Method',
    table(
      ['Check', 'Outcome', 'Promise'],
      methods.map(({ check, status, promise, reason }) => [check, reason ? `${status}: ${reason}` : status, promise]),
    ),
    '## Observed',
    ...(observed
      ? [
          `${observed.egress.length} calls named somebody outside the process tree; engines opened ${observed.openedByEngines.length} sockets.`,
          table(
            ['Process', 'System call', 'Times'],
            observed.counts.map(({ process, call, count }) => [process, call, String(count)]),
          ),
        ]
      : ['There was no observed run.']),
    '## Isolated',
    isolated
      ? `${isolated.isolation}. Interfaces inside: ${isolated.interfaces.join(', ')}. ${isolated.checksPassed} checks passed there, ${isolated.generatedTokens} tokens were generated.`
      : 'There was no isolated run.',
    '## Leaks that were let loose',
    table(
      ['Leak', 'Detector', 'Caught'],
      controls.map(({ does, detector, caught }) => [`a program that ${does}`, detector, caught ? 'yes' : 'NO']),
    ),
    '## Evidence',
    table(
      ['File', 'sha256'],
      evidence.map(({ file, sha256 }) => [file, `\`${sha256}\``]),
    ),
  ]
  return `${sections.join('\n\n')}\n`
}

const table = (head: string[], body: string[][]) =>
  [head, head.map(() => '---'), ...body]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('<', '&lt;')).join(' | ')} |`)
    .join('\n')
