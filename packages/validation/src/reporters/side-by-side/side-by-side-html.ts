import { html } from 'hono/html'
import { renderPage } from '../html/page.ts'
import { pill } from '../html/pill.ts'
import type { Cell, SideBySide } from './side-by-side.ts'
import { isProblem, sayOffered } from './side-by-side-markdown.ts'

/** A comparison as one page that loads nothing. On a narrow screen each line becomes a card. */
export function renderSideBySideHtml({ subjects, capabilities, checks }: SideBySide): string {
  const names = subjects.map(({ name }) => name)
  const heads = names.map((name) => html`<th scope="col">${name}</th>`)
  return renderPage({
    title: `Side by side: ${names.join(', ')}`,
    moreStyle: style,
    body: html`<header><p class="kicker">HonestAI Local · release gate</p><h1>Side by side</h1>
<p class="sentence">The same promises, tried on ${names.length} servers. Each failure opens to what happened and to the command that shows it.</p></header>
<section aria-labelledby="subjects"><h2 id="subjects">Servers</h2>
<dl class="facts">${subjects.map(
      ({ name, model, startedAt, exitCode, folder }) => html`<div><dt>${name}</dt>
<dd>${model}<br><time datetime="${startedAt}">${startedAt.slice(0, 10)}</time>, exit code ${exitCode}<br><a href="${folder}/report.html">report</a></dd></div>`,
    )}</dl></section>
${
  capabilities.length
    ? html`<section aria-labelledby="offered"><h2 id="offered">Offered</h2>
<table><thead><tr><th scope="col">What</th>${heads}</tr></thead><tbody>${capabilities.map(
        ({ name, offered }) =>
          html`<tr><th scope="row">${name}</th>${offered.map((one, index) => html`<td data-name="${names[index]}">${sayOffered(one)}</td>`)}</tr>`,
      )}</tbody></table></section>`
    : ''
}
<section aria-labelledby="promises"><h2 id="promises">Promises</h2>
<table><thead><tr><th scope="col">Promise</th>${heads}</tr></thead><tbody>${checks.map(
      ({ id, promise, cells }) =>
        html`<tr><th scope="row">${promise}<br><code>${id}</code></th>${cells.map((cell, index) => html`<td data-name="${names[index]}">${renderCell(cell)}</td>`)}</tr>`,
    )}</tbody></table></section>
<footer>Made from <a href="comparison.json">comparison.json</a>, which machines read. Also as <a href="comparison.md">Markdown</a>.</footer>`,
  })
}

function renderCell(cell: Cell | null) {
  if (!cell) return html`<span class="meta">did not run</span>`
  if (!isProblem(cell)) return html`${pill(cell.status)}${cell.reason ? html`<p class="meta">${cell.reason}</p>` : ''}`
  return html`<details><summary>${pill(cell.status)}</summary>
<p class="reason">${cell.reason}</p>
${cell.waiver ? html`<p class="meta">Waived until ${cell.waiver.expires}: ${cell.waiver.reason} <a href="${cell.waiver.link}">why</a></p>` : ''}
${cell.reproduce.map((command) => html`<pre tabindex="0">${command}</pre>`)}
${cell.evidence.map((file) => html`<a href="${file}">${file.split('/').at(-1)}</a> `)}</details>`
}

const style = `
table { width: 100%; border-collapse: collapse; table-layout: fixed; } th, td { text-align: left; vertical-align: top; padding: 0.5rem 0.7rem; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
tbody th { font-weight: 400; width: 40%; } td summary { display: inline-block; padding: 0; } td pre { white-space: pre-wrap; font-size: 0.78rem; } td .reason { white-space: pre-wrap; font-size: 0.88rem; }
@media (max-width: 40rem) { thead { display: none; } tr, th, td { display: block; width: auto !important; border: 0; } tr { border-top: 1px solid var(--line); padding: 0.6rem 0; } td::before { content: attr(data-name) ': '; color: var(--soft); } }
`
