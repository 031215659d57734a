import { html } from 'hono/html'
import type { Result } from '../../base/result.ts'
import { describeCounts } from '../words/describe-counts.ts'
import { formatDuration } from '../words/show-number.ts'
import { checkDetails } from './check-details.ts'

/** Every check, by suite. A suite with a failure stands open. */
export const suitesSection = (result: Result) => html`<section aria-labelledby="suites">
  <h2 id="suites">Suites</h2>
  ${result.suites.map((suite) =>
    suiteDetails(
      suite,
      result.checks.filter((check) => check.suite === suite.id),
    ),
  )}
</section>`

const suiteDetails = ({ id, durationMs, counts }: Result['suites'][number], checks: Result['checks']) =>
  html`<details class="row" ${counts.fail + counts.error > 0 ? 'open' : ''}>
    <summary><span class="row-text"><b>${id}</b> <span>${describeCounts(counts)} · ${formatDuration(durationMs)}</span></span></summary>
    <div class="row-body"><ul class="checks">${checks.map(checkDetails)}</ul></div>
  </details>`
