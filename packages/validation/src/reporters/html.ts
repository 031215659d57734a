import { html } from 'hono/html'
import type { Result } from '../base/result.ts'
import { checklistSection } from './html/checklist-section.ts'
import { environmentSection } from './html/environment-section.ts'
import { evidenceSection } from './html/evidence-section.ts'
import { renderPage } from './html/page.ts'
import { suitesSection } from './html/suites-section.ts'
import { timingsSection } from './html/timings-section.ts'
import { verdictSection } from './html/verdict-section.ts'
import { verdictSentence } from './verdict-sentence.ts'

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
