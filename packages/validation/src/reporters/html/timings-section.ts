import { html } from 'hono/html'
import type { Result } from '../../base/result.ts'
import { formatDuration } from '../words/format-duration.ts'
import { barPlot } from './bar-plot.ts'
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
