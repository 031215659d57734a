import { dot, line, ruleY, text } from '@observablehq/plot'
import { html, raw } from 'hono/html'
import { fingerprint } from '../../bench/load/compare-baseline.ts'
import type { LoadReport } from '../../bench/load/load-report.ts'
import { median } from '../../bench/statistics/interval.ts'
import { renderPage } from '../html/page.ts'
import { showNumber } from '../words/show-number.ts'
import { drawPlot } from './draw-plot.ts'
import { loadPageStyle } from './load-page-style.ts'
import { showLoad } from './show-load.ts'

/** Reports of many days as one page that loads nothing. Only runs of the same machine, weights and load stand on one line. */
export function renderTrendHtml(reports: readonly LoadReport[]): string {
  const groups = [...Map.groupBy(inOrder(reports), (report) => JSON.stringify(fingerprint(report))).values()]
  return renderPage({
    title: 'Speed over time',
    moreStyle: loadPageStyle,
    body: html`<p class="kicker">Load</p>
<h1>Speed over time</h1>
<p class="sentence">${reports.length} runs. Only those of the same machine, weights and load are compared${groups.length > 1 ? `, so there are ${groups.length} parts` : ''}.</p>
${groups.map(groupSection)}`,
  })
}

const inOrder = (reports: readonly LoadReport[]) => [...reports].sort((one, other) => one.at.localeCompare(other.at))

function groupSection(reports: readonly LoadReport[]) {
  const [{ target, environment }] = reports as [LoadReport]
  return html`<section>
<h2>${target.model}</h2>
<p class="meta">${environment.cpu}, ${environment.cores} cores, ${environment.os}, Node ${environment.node}</p>
<div class="plots">${plotOf('Tokens a second', 'tokens/s', reports, (point) => point.outputTokensPerSecond)}
${plotOf('Time to first token, p50', 'ms', reports, (point) => point.firstTokenMs.p50)}</div>
<div class="table">${table(reports)}</div>
</section>`
}

type Point = LoadReport['points'][number]

/** One value a run and number of clients: the median of its rounds. */
function valuesOf({ at, points }: LoadReport, read: (point: Point) => number) {
  const closed = points.filter(({ load }) => 'clients' in load)
  return [...Map.groupBy(closed, ({ load }) => showLoad(load))].map(([load, rounds]) => ({
    at: new Date(at),
    load,
    value: median(rounds.map(read)),
  }))
}

function plotOf(title: string, unit: string, reports: readonly LoadReport[], read: (point: Point) => number) {
  const data = reports.flatMap((report) => valuesOf(report, read))
  const lastAt = data.at(-1)?.at
  const svg = drawPlot(title, {
    marginRight: 72,
    x: { type: 'utc', label: null },
    y: { zero: true, grid: true, label: unit },
    // From dark to light with more clients, and each with a sign of its own.
    color: { type: 'ordinal', domain: [...new Set(data.map(({ load }) => load))], scheme: 'viridis' },
    marks: [
      ruleY([0]),
      line(data, { x: 'at', y: 'value', stroke: 'load', strokeWidth: 2 }),
      dot(data, { x: 'at', y: 'value', stroke: 'load', symbol: 'load', r: 4 }),
      text(
        data.filter(({ at }) => at.getTime() === lastAt?.getTime()),
        { x: 'at', y: 'value', text: 'load', dx: 8, textAnchor: 'start', fill: 'currentColor' },
      ),
    ],
  })
  return html`<figure><figcaption><b>${title}</b></figcaption>${raw(svg)}</figure>`
}

function table(reports: readonly LoadReport[]) {
  const loads = [
    ...new Set(reports.flatMap((report) => valuesOf(report, ({ outputTokensPerSecond }) => outputTokensPerSecond)).map(({ load }) => load)),
  ]
  const rows = reports.map((report) => {
    const speeds = new Map(valuesOf(report, ({ outputTokensPerSecond }) => outputTokensPerSecond).map(({ load, value }) => [load, value]))
    const commit = `${report.environment.commit?.slice(0, 10) ?? 'unknown'}${report.environment.dirty ? ', changed' : ''}`
    return html`<tr><td data-label="run">${report.at.slice(0, 16).replace('T', ' ')}</td><td data-label="commit">${commit}</td>${loads.map(
      (load) => html`<td data-label="${load}">${showNumber(speeds.get(load) ?? Number.NaN)}</td>`,
    )}</tr>`
  })
  return html`<table><thead><tr><th scope="col">run</th><th scope="col">commit</th>${loads.map((load) => html`<th scope="col">${load}, tokens/s</th>`)}</tr></thead><tbody>${rows}</tbody></table>`
}
