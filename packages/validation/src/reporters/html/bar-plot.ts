import { html } from 'hono/html'
import type { CheckStatus } from '../../base/result.ts'

type Bar = { label: string; value: string; share: number; status: CheckStatus }

/** One horizontal bar. The text is HTML, so that it stays readable at any width; only the bar stretches. */
export const barPlot = ({ label, value, share, status }: Bar) => html`<div class="bar-row">
  <span class="bar-label">${label}</span>
  <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" class="${status}"><rect width="${(share * 100).toFixed(2)}" height="8"/></svg>
  <span class="bar-value">${value}</span>
</div>`
