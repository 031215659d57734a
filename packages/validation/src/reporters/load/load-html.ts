import { barX, binX, dot, groupX, line, rectY, ruleX, ruleY, text } from '@observablehq/plot'
import { html } from 'hono/html'
import type { LoadPoint, LoadReport } from '../../bench/load/load-report.ts'
import type { SweptLoad } from '../../bench/load/plan/sweep-load.ts'
import { tokenTimes } from '../../bench/load/plan/token-times.ts'
import type { MemorySample } from '../../bench/load/watch-memory.ts'
import { renderPage } from '../html/page.ts'
import { showNumber } from '../words/show-number.ts'
import { drawPlot, plotColours } from './draw-plot.ts'
import { definitions } from './load-markdown.ts'
import { loadPageStyle } from './load-page-style.ts'
import { memoryPlot, plotFigure } from './memory-plot.ts'
import { mixedPlot } from './mixed-plot.ts'
import { memoryByPhase, sayLoadTimes, showLoad } from './show-load.ts'

/** A sweep as one page that loads nothing: plots are drawn when it is made. */
export function renderLoadHtml(report: LoadReport, loads: readonly SweptLoad[]): string {
  const { target, environment, at, shape, objectives, points, kneeRequestsPerSecond, loadTimes, memory, mixed } = report
  const closed = points.filter(({ load }) => 'clients' in load)
  const open = points.filter(({ load }) => 'requestsPerSecond' in load)
  const machine = `${environment.cpu}, ${environment.cores} cores, ${environment.os}, Node ${environment.node}, commit ${environment.commit ?? 'unknown'}${environment.dirty ? ' with changes' : ''}, ${at}`
  return renderPage({
    title: `Load on ${target.model}`,
    moreStyle: loadPageStyle,
    body: html`<p class="kicker">Load</p>
<h1>${target.model}</h1>
<p class="sentence">${sentenceOf(points, kneeRequestsPerSecond)}</p>
<p class="meta">${machine}</p>
<p class="meta">Questions of ${shape.promptWords} words and answers of ${shape.answerTokens} tokens, both medians of spread lengths; ${shape.sharedWords} words shared by all questions. Good is a first token within ${objectives.firstTokenMs} ms and then at most ${objectives.perOutputTokenMs} ms a token.</p>
${loadTimes ? html`<p class="meta">${sayLoadTimes(loadTimes)}</p>` : ''}
<div class="plots">
${closed.length > 1 ? [throughputPlot(closed), latencyPlot(closed, 'clients')] : ''}
${open.length > 1 ? [kneePlot(open, kneeRequestsPerSecond), latencyPlot(open, 'requests a second')] : ''}
${loads.length > 0 ? [interTokenPlot(loads), timelinePlot(loads)] : ''}
${mixed?.length ? mixedPlot(mixed) : ''}
${memory?.length ? memoryPlot(memory) : ''}
</div>
<section><h2>Figures</h2><div class="table">${table(points)}</div></section>
${memory?.length ? html`<section><h2>Memory by phase</h2><div class="table">${memoryTable(memory)}</div></section>` : ''}
<footer>${definitions} Made from <a href="load.json">load.json</a>; every request stands in <a href="load.csv">load.csv</a>.</footer>`,
  })
}

function sentenceOf(points: readonly LoadPoint[], knee: number | null): string {
  const [fastest] = [...points].sort((one, other) => other.outputTokensPerSecond - one.outputTokensPerSecond)
  if (!fastest) return 'Nothing was measured.'
  const most = `At most ${showNumber(fastest.outputTokensPerSecond)} tokens a second, at ${nameOf(fastest)}.`
  return knee === null ? most : `${most} It keeps up with ${showNumber(knee)} requests a second.`
}

const xOf = ({ load }: LoadPoint) => ('clients' in load ? load.clients : load.requestsPerSecond)

function throughputPlot(points: readonly LoadPoint[]) {
  const title = 'Tokens a second against clients'
  const data = points.map((point) => ({ clients: xOf(point), speed: point.outputTokensPerSecond }))
  return plotFigure(
    title,
    'All clients together, each of which asks anew when it was answered.',
    drawPlot(title, {
      x: { type: 'log', base: 2, label: 'clients', ticks: data.map(({ clients }) => clients), tickFormat: 'd' },
      y: { zero: true, grid: true, label: 'tokens/s' },
      marks: [
        ruleY([0]),
        line(data, { ...groupX({ y: 'median' }, { x: 'clients', y: 'speed' }), stroke: plotColours[0], strokeWidth: 2 }),
        dot(data, { x: 'clients', y: 'speed', fill: plotColours[0], r: 4 }),
      ],
    }),
  )
}

function latencyPlot(points: readonly LoadPoint[], label: string) {
  const title = `Time to first token against ${label}`
  const data = points.flatMap((point) => [
    { x: xOf(point), ms: point.firstTokenMs.p50, share: 'p50' },
    { x: xOf(point), ms: point.firstTokenMs.p99, share: 'p99' },
  ])
  const isLog = label === 'clients'
  return plotFigure(
    title,
    'The middle request, p50, and the slowest in a hundred, p99.',
    drawPlot(title, {
      x: isLog ? { type: 'log', base: 2, label, ticks: points.map(xOf), tickFormat: 'd' } : { label, zero: true },
      y: { zero: true, grid: true, label: 'ms' },
      color: { domain: ['p50', 'p99'], range: [plotColours[0], plotColours[1]], legend: false },
      marks: [
        line(data, { ...groupX({ y: 'median' }, { x: 'x', y: 'ms', stroke: 'share' }), strokeWidth: 2 }),
        dot(data, { x: 'x', y: 'ms', fill: 'share', symbol: 'share', r: 4 }),
        text(data.slice(-2), { x: 'x', y: 'ms', text: 'share', dx: 8, textAnchor: 'start', fill: 'currentColor' }),
      ],
    }),
  )
}

function kneePlot(points: readonly LoadPoint[], knee: number | null) {
  const title = 'Answers a second against arrivals a second'
  const data = points.map((point) => ({ arrivals: xOf(point), answers: point.requestsPerSecond, over: point.oversaturated }))
  const most = Math.max(...data.map(({ arrivals }) => arrivals))
  return plotFigure(
    title,
    knee === null
      ? 'Filled: it kept up. On the thin line every arrival is answered in its time.'
      : `Filled: it kept up. The upright line is the knee, ${showNumber(knee)} requests a second.`,
    drawPlot(title, {
      x: { zero: true, label: 'arrivals a second' },
      y: { zero: true, grid: true, label: 'answers a second' },
      marks: [
        line(
          [
            [0, 0],
            [most, most],
          ],
          { stroke: plotColours[2], strokeDasharray: '4 4' },
        ),
        ...(knee === null ? [] : [ruleX([knee], { stroke: plotColours[1], strokeWidth: 2 })]),
        line(data, { x: 'arrivals', y: 'answers', stroke: plotColours[0], strokeWidth: 2 }),
        dot(data, {
          x: 'arrivals',
          y: 'answers',
          stroke: plotColours[0],
          fill: (point: { over: boolean }) => (point.over ? 'white' : plotColours[0]),
          strokeWidth: 2,
          r: 4,
        }),
      ],
    }),
  )
}

function interTokenPlot(loads: readonly SweptLoad[]) {
  const title = 'Times between tokens'
  const busiest = busiestClosed(loads)
  const times = busiest.requests.flatMap(({ outcome }) => ('chat' in outcome ? tokenTimes(outcome.chat).interTokenMs : []))
  return plotFigure(
    `${title}, ${nameOf(busiest.point)}`,
    `${times.length} tokens, without the first of each answer.`,
    drawPlot(title, {
      x: { label: 'ms' },
      y: { grid: true, label: 'tokens' },
      marks: [
        rectY(
          times.map((ms) => ({ ms })),
          { ...binX({ y: 'count' }, { x: 'ms', thresholds: 40 }), fill: plotColours[0] },
        ),
        ruleY([0]),
      ],
    }),
  )
}

function timelinePlot(loads: readonly SweptLoad[]) {
  const title = 'Timeline of a load'
  const busiest = busiestClosed(loads)
  const rows = busiest.requests.flatMap(({ sentMs, outcome }, index) =>
    'chat' in outcome
      ? [
          { row: index, from: sentMs, to: sentMs + outcome.chat.firstTokenMs, what: 'waits' },
          { row: index, from: sentMs + outcome.chat.firstTokenMs, to: sentMs + outcome.chat.durationMs, what: 'writes' },
        ]
      : [],
  )
  return plotFigure(
    `${title}, ${nameOf(busiest.point)}`,
    'Each line is a request in the order sent: light until its first token, dark until its end.',
    drawPlot(title, {
      height: Math.min(720, 60 + busiest.requests.length * 5),
      x: { label: 'ms' },
      y: { axis: null, type: 'band' },
      color: { domain: ['waits', 'writes'], range: [plotColours[1], plotColours[0]] },
      marks: [barX(rows, { y: 'row', x1: 'from', x2: 'to', fill: 'what' })],
    }),
  )
}

/** The load with the most clients, or the last. */
const busiestClosed = (loads: readonly SweptLoad[]): SweptLoad =>
  (loads.findLast(({ point }) => 'clients' in point.load) ?? loads.at(-1)) as SweptLoad

const nameOf = ({ load }: LoadPoint) => showLoad(load)

const columns: [label: string, read: (point: LoadPoint) => string][] = [
  ['load', nameOf],
  ['tokens/s', (point) => showNumber(point.outputTokensPerSecond)],
  ['requests/s', (point) => showNumber(point.requestsPerSecond)],
  ['good', (point) => `${Math.round(point.goodput * 100)} %`],
  ['first token p50, ms', (point) => showNumber(point.firstTokenMs.p50)],
  ['first token p99, ms', (point) => showNumber(point.firstTokenMs.p99)],
  ['between tokens p50, ms', (point) => showNumber(point.interTokenMs.p50)],
  ['between tokens p99, ms', (point) => showNumber(point.interTokenMs.p99)],
  ['answer p50, ms', (point) => showNumber(point.durationMs.p50)],
  ['refused', (point) => String(point.requests.refused)],
  ['failed', (point) => String(point.requests.failed)],
  ['kept up', (point) => ('clients' in point.load ? '' : point.oversaturated ? 'no' : 'yes')],
]

const table = (points: readonly LoadPoint[]) => html`<table>
<thead><tr>${columns.map(([label]) => html`<th scope="col">${label}</th>`)}</tr></thead>
<tbody>${points.map((point) => html`<tr>${columns.map(([label, read]) => html`<td data-label="${label}">${read(point)}</td>`)}</tr>`)}</tbody>
</table>`

const memoryTable = (samples: readonly MemorySample[]) => html`<table>
<thead><tr><th scope="col">phase</th><th scope="col">server at most, MiB</th><th scope="col">engine at most, MiB</th></tr></thead>
<tbody>${memoryByPhase(samples).map(
  ({ phase, serverMiB, engineMiB }) =>
    html`<tr><td data-label="phase">${phase}</td><td data-label="server at most, MiB">${showNumber(serverMiB)}</td><td data-label="engine at most, MiB">${showNumber(engineMiB)}</td></tr>`,
)}</tbody>
</table>`
