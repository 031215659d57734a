import { html } from 'hono/html'
import { quantile } from '../../bench/statistics/summarise.ts'
import { showNumber } from '../words/show-number.ts'

type Strip = { title: string; source: string; unit: string; values: readonly number[] }

/** A distribution as one line a value on an axis that starts at zero: no binning, nothing hidden. */
export function stripPlot({ title, source, unit, values }: Strip) {
  const sorted = [...values].sort((a, b) => a - b)
  const median = quantile(sorted, 0.5)
  const end = Math.max(...sorted, Number.EPSILON) * 1.02
  const x = (value: number) => ((value / end) * 100).toFixed(2)
  return html`<figure class="strip">
  <figcaption><b>${title}</b> <span class="meta">${source}</span></figcaption>
  <svg viewBox="0 0 100 40" preserveAspectRatio="none" role="img" aria-label="${title}: median ${showNumber(median)} ${unit}">
    <line class="axis" x1="0" x2="100" y1="39" y2="39"/>
    ${sorted.map((value) => html`<line class="value" x1="${x(value)}" x2="${x(value)}" y1="14" y2="38"/>`)}
    <line class="median" x1="${x(median)}" x2="${x(median)}" y1="2" y2="38"/>
  </svg>
  <div class="scale"><span>0</span><span>${showNumber(end)} ${unit}</span></div>
  <p class="meta">median <b>${showNumber(median)}</b> ${unit} · 5–95 %: ${showNumber(quantile(sorted, 0.05))}–${showNumber(quantile(sorted, 0.95))} · n ${values.length}</p>
</figure>`
}
