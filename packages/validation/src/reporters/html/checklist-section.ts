import { html } from 'hono/html'
import type { Result, RowResult } from '../../base/result.ts'
import { sortRows } from '../words/verdict-sentence.ts'
import { checkDetails } from './check-details.ts'
import { pill } from './pill.ts'

/** Every row of the checklist; each opens to its checks and their evidence. */
export const checklistSection = (result: Result) => html`<section aria-labelledby="checklist">
  <h2 id="checklist">Checklist</h2>
  <p class="lead">What the retrospective wants shown. A row is proven by checks that ran, never by their absence.</p>
  ${sortRows(result.rows).map((row) => rowDetails(row, result))}
</section>`

function rowDetails(row: RowResult, { checks }: Result) {
  const members = (ids: readonly string[]) => checks.filter(({ id }) => ids.includes(id))
  return html`<details class="row" ${row.verdict === 'broken' ? 'open' : ''}>
    <summary>${pill(row.verdict)} <span class="row-text"><b>${row.id}</b> <span>${row.claim}</span></span></summary>
    <div class="row-body">
      <p class="meta">${row.reason} · from ${row.from}</p>
      ${checkList('Settled by', members(row.provedBy))}
      ${checkList('In support', members(row.supportedBy))}
    </div>
  </details>`
}

const checkList = (title: string, checks: Result['checks']) =>
  checks.length ? html`<p class="label">${title}</p><ul class="checks">${checks.map((check) => checkDetails(check))}</ul>` : ''
