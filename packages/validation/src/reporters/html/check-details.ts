import { html } from 'hono/html'
import type { CheckResult } from '../../base/result.ts'
import { formatDuration } from '../words/show-number.ts'
import { pill } from './pill.ts'

/** One check with its promise, how it failed, and what it left behind. */
export const checkDetails = (check: CheckResult) => html`<li class="check">
  <div class="check-head">${pill(check.status)} <span class="promise">${check.promise}</span></div>
  <div class="meta"><code>${check.id}</code> · ${formatDuration(check.durationMs)}${
    check.method ? html` · method ${check.method}` : ''
  }</div>
  ${check.reason && !check.failure ? html`<p class="reason">${check.reason}</p>` : ''}
  ${check.failure ? failureDetails(check.failure) : ''}
  ${check.reproduce.length ? html`<p class="label">See it yourself</p>${check.reproduce.map((command) => html`<pre tabindex="0">${command}</pre>`)}` : ''}
  ${check.waiver ? html`<p class="reason">Waived until ${check.waiver.expires}: ${check.waiver.reason} <a href="${check.waiver.link}">${check.waiver.link}</a></p>` : ''}
  ${check.evidence.length ? html`<ul class="evidence">${check.evidence.map(evidenceLink)}</ul>` : ''}
</li>`

const failureDetails = ({ message, expected, actual }: NonNullable<CheckResult['failure']>) => html`<div class="failure">
  <p>${message}</p>
  <div class="compared">${comparedValue('expected', expected)}${comparedValue('actual', actual)}</div>
</div>`

const comparedValue = (title: string, value: string | null) =>
  value === null ? '' : html`<div><p class="label">${title}</p><pre tabindex="0">${value}</pre></div>`

const evidenceLink = ({ name, file, sha256 }: CheckResult['evidence'][number]) =>
  html`<li><a href="${file}">${name}</a> <code class="hash" title="sha256 ${sha256}">${sha256.slice(0, 12)}</code></li>`
