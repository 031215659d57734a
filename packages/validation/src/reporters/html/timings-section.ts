import { html } from 'hono/html'
import type { CheckStatus, Result } from '../../base/result.ts'
import { formatDuration } from '../words/show-number.ts'
import { stripPlot } from './strip-plot.ts'

/** How long checks took, and the distributions of what they measured. */
export function timingsSection({ checks }: Result) {
  const longest = Math.max(1, ...checks.map((check) => check.durationMs))
  const slowestFirst = [...checks].sort((a, b) => b.durationMs - a.durationMs)
  const measured = checks.flatMap(({ id, measurements }) => measurements.map((measurement) => ({ id, ...measurement })))
  return html`<section aria-labelledby="timings">
  <h2 id="timings">Timings</h2>
  ${
    measured.length
      ? html`<h3>Measured</h3><p class="lead">Each line is one value, the tall one the median.</p>
  <div class="plots">${measured.map(({ id, name, unit, values }) => stripPlot({ title: name, source: id, unit, values }))}</div>`
      : ''
  }
  <h3>Duration of checks</h3>
  <div class="bars">${slowestFirst.map(({ id, status, durationMs }) =>
    barPlot({ label: id, value: formatDuration(durationMs), share: durationMs / longest, status }),
  )}</div>
</section>`
}

type Bar = { label: string; value: string; share: number; status: CheckStatus }

/** One horizontal bar. The text is HTML, so that it stays readable at any width; only the bar stretches. */
const barPlot = ({ label, value, share, status }: Bar) => html`<div class="bar-row">
  <span class="bar-label">${label}</span>
  <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" class="${status}"><rect width="${(share * 100).toFixed(2)}" height="8"/></svg>
  <span class="bar-value">${value}</span>
</div>`
