import { html } from 'hono/html'
import { type Result, rowVerdict } from '../../base/result.ts'
import { comparisonLines } from '../side-by-side/comparison-lines.ts'
import { countChecks, countRows } from '../words/counts.ts'
import { formatDuration } from '../words/show-number.ts'
import { caveats, verdictSentence } from '../words/verdict-sentence.ts'

const titles: Record<Result['verdict'], string> = {
  proven: 'Proven',
  broken: 'Broken',
  unproven: 'Not yet proven',
  'harness-broke': 'The gate broke',
}

const nameSubject = ({ kind, target }: Result['subject']) => target?.name ?? (kind === 'canary' ? 'embedded canary' : 'a user’s config')

/** The answer first: may this be released? */
export function verdictSection(result: Result) {
  const rows = countRows(result)
  const total = Math.max(1, result.rows.length)
  const notes = [...comparisonLines(result), ...caveats(result)]
  return html`<header class="verdict ${result.verdict}">
  <p class="kicker">HonestAI Local · release gate</p>
  <h1>${titles[result.verdict]}</h1>
  <p class="sentence">${verdictSentence(result)}</p>
  <div class="bar" role="img" aria-label="${rows.proven} rows proven, ${rows.broken} broken, ${rows.unproven} unproven">
    ${rowVerdict.options.map((verdict) =>
      rows[verdict] ? html`<span class="${verdict}" style="flex-grow:${rows[verdict] / total}"></span>` : '',
    )}
  </div>
  <ul class="counts">
    <li class="proven"><b>${rows.proven}</b> proven</li>
    <li class="broken"><b>${rows.broken}</b> broken</li>
    <li class="unproven"><b>${rows.unproven}</b> unproven</li>
    ${(['waived', 'not-offered'] as const).map((verdict) =>
      rows[verdict] ? html`<li class="${verdict}"><b>${rows[verdict]}</b> ${verdict.replace('-', ' ')}</li>` : '',
    )}
  </ul>
  ${notes.length ? html`<ul class="caveats">${notes.map((note) => html`<li>${note}</li>`)}</ul>` : ''}
  <dl class="facts">
    <div><dt>Subject</dt><dd>${nameSubject(result.subject)}</dd></div>
    <div><dt>Checks</dt><dd>${countChecks(result, 'pass')} of ${result.checks.length} passed</dd></div>
    <div><dt>Took</dt><dd>${formatDuration(result.durationMs)}</dd></div>
    <div><dt>When</dt><dd><time datetime="${result.startedAt}">${result.startedAt.slice(0, 16).replace('T', ' ')} UTC</time></dd></div>
    <div><dt>Commit</dt><dd><code>${result.environment.commit?.slice(0, 10) ?? 'unknown'}</code>${result.environment.dirty ? ' with changes' : ''}</dd></div>
    <div><dt>Exit code</dt><dd>${result.exitCode}</dd></div>
  </dl>
</header>`
}
