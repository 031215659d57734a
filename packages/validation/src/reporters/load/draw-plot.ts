import { type PlotOptions, plot } from '@observablehq/plot'
import { parseHTML } from 'linkedom'

/** Told apart by lightness as well as by colour, so that they survive greyscale and colour blindness (Okabe and Ito, 2008). */
export const plotColours = ['#0072b2', '#e69f00', '#444444'] as const

/** Draws a plot as the text of an SVG that needs no script. The title is what a reader hears who cannot see it. */
export function drawPlot(title: string, options: PlotOptions): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>')
  const figure = plot({
    width: 460,
    height: 280,
    marginLeft: 56,
    marginRight: 36,
    marginBottom: 44,
    style: { background: 'none', fontSize: '13px' },
    ...options,
    document: document as never,
    ariaLabel: title,
  })
  figure.setAttribute('role', 'img')
  return figure.outerHTML
}
