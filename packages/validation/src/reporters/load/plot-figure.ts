import { html, raw } from 'hono/html'

/** A plot under its title and what it shows. */
export const plotFigure = (title: string, about: string, svg: string) =>
  html`<figure><figcaption><b>${title}</b>${about}</figcaption>${raw(svg)}</figure>`
