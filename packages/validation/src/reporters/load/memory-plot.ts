import { areaY, line, ruleX, ruleY, text } from '@observablehq/plot'
import { html, raw } from 'hono/html'
import type { MemorySample } from '../../bench/load/watch-memory.ts'
import { drawPlot, plotColours } from './draw-plot.ts'

/** What server and engine held over the time of a bench, with a line where the next phase begins. */
export function memoryPlot(samples: readonly MemorySample[]) {
  const title = 'Memory over time'
  const data = samples.flatMap(({ atMs, serverMiB, engineMiB }) => [
    { seconds: atMs / 1_000, memory: serverMiB, of: 'server' },
    { seconds: atMs / 1_000, memory: engineMiB, of: 'engine' },
  ])
  const begins = samples.filter(({ phase }, index) => phase !== samples[index - 1]?.phase).map(({ atMs }) => atMs / 1_000)
  return plotFigure(
    title,
    'Of their own, without what they map of files. A thin line begins a phase.',
    drawPlot(title, {
      marginRight: 56,
      x: { zero: true, label: 'seconds' },
      y: { zero: true, grid: true, label: 'MiB' },
      color: { domain: ['server', 'engine'], range: [plotColours[1], plotColours[0]] },
      marks: [
        areaY(
          data.filter(({ of }) => of === 'engine'),
          { x: 'seconds', y: 'memory', fill: plotColours[0], fillOpacity: 0.12 },
        ),
        ruleX(begins, { stroke: plotColours[2], strokeOpacity: 0.3, strokeWidth: 0.5 }),
        ruleY([0]),
        line(data, { x: 'seconds', y: 'memory', stroke: 'of', strokeWidth: 2 }),
        text(data.slice(-2), { x: 'seconds', y: 'memory', text: 'of', dx: 8, textAnchor: 'start', fill: 'currentColor' }),
      ],
    }),
  )
}

/** A plot under its title and what it shows. */
export const plotFigure = (title: string, about: string, svg: string) =>
  html`<figure><figcaption><b>${title}</b>${about}</figcaption>${raw(svg)}</figure>`
