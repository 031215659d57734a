import { barX } from '@observablehq/plot'
import type { MixedSpan } from '../../bench/load/plan/run-mixed.ts'
import { drawPlot, plotColours } from './draw-plot.ts'
import { plotFigure } from './memory-plot.ts'

/** Requests of many kinds over time, those of one kind below each other. */
export function mixedPlot(spans: readonly MixedSpan[]) {
  const title = 'Timeline of a mixed load'
  const rows = [...Map.groupBy(spans, ({ kind }) => kind)].flatMap(([kind, ofKind]) =>
    inLanes(ofKind).map(({ lane, ...span }) => ({ row: `${kind} ${lane}`, ...span })),
  )
  const domain = [...new Set(rows.map(({ row }) => row))].sort()
  return plotFigure(
    title,
    'Each bar is a request, from its question to its end; those that went on at once lie below each other.',
    drawPlot(title, {
      height: 70 + domain.length * 9,
      marginLeft: 88,
      x: { label: 'ms' },
      y: { type: 'band', domain, label: null, tickSize: 0, tickFormat: (row: string) => (row.endsWith(' 0') ? row.slice(0, -2) : '') },
      marks: [barX(rows, { y: 'row', x1: 'from', x2: 'to', fill: plotColours[0], insetRight: 0.5 })],
    }),
  )
}

/** The first lane that is free for each. */
function inLanes(spans: readonly MixedSpan[]): { lane: number; from: number; to: number }[] {
  const freeAt: number[] = []
  return spans.map(({ sentMs, durationMs }) => {
    const free = freeAt.findIndex((at) => at <= sentMs)
    const lane = free === -1 ? freeAt.length : free
    freeAt[lane] = sentMs + durationMs
    return { lane, from: sentMs, to: sentMs + durationMs }
  })
}
