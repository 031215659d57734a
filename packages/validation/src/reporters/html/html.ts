import { html } from 'hono/html'
import type { Result } from '../../base/result.ts'
import { verdictSentence } from '../words/verdict-sentence.ts'
import { checklistSection } from './checklist-section.ts'
import { environmentSection } from './environment-section.ts'
import { renderPage } from './page.ts'
import { suitesSection } from './suites-section.ts'
import { timingsSection } from './timings-section.ts'
import { verdictSection } from './verdict-section.ts'

/** The result as one page that loads nothing. */
export const renderHtml = (result: Result): string =>
  renderPage({
    title: `Release gate: ${verdictSentence(result)}`,
    body: html`${verdictSection(result)}
<nav aria-label="Sections">
${['Checklist', 'Suites', 'Timings', 'Evidence', 'Environment'].map((name) => html`<a href="#${name.toLowerCase()}">${name}</a> `)}
</nav>
${checklistSection(result)}
${suitesSection(result)}
${timingsSection(result)}
${evidenceSection(result)}
${environmentSection(result)}
<footer>Made from <a href="result.json">result.json</a>, which machines read. Also as <a href="junit.xml">JUnit XML</a> and <a href="report.md">Markdown</a>.</footer>`,
  })

/** Every file the checks left behind, with its hash in full. */
function evidenceSection({ checks }: Result) {
  const files = checks.flatMap(({ evidence }) => evidence)
  return html`<section aria-labelledby="evidence">
  <h2 id="evidence">Evidence</h2>
  <p class="lead">${files.length} files lie beside this report. <code>sha256sum</code> gives the hashes below, or a file was changed.</p>
  <details class="row"><summary><span class="row-text"><b>Files and hashes</b></span></summary>
  <ul class="files">${files.map(({ file, sha256 }) => html`<li><a href="${file}">${file}</a><code>${sha256}</code></li>`)}</ul></details>
</section>`
}
