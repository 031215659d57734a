import { html, raw } from 'hono/html'
import type { Result } from '../result.ts'
import { checklistSection } from './html/checklist-section.ts'
import { environmentSection } from './html/environment-section.ts'
import { evidenceSection } from './html/evidence-section.ts'
import { style } from './html/style.ts'
import { suitesSection } from './html/suites-section.ts'
import { timingsSection } from './html/timings-section.ts'
import { verdictSection } from './html/verdict-section.ts'
import { verdictSentence } from './verdict-sentence.ts'

/** The result as one page that loads nothing: no script, no font, no image; the policy in its head forbids them. */
export const renderHtml = (result: Result): string =>
  String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Release gate: ${verdictSentence(result)}</title>
<style>${raw(style)}</style>
</head>
<body><main>
${verdictSection(result)}
<nav aria-label="Sections">
${['Checklist', 'Suites', 'Timings', 'Evidence', 'Environment'].map((name) => html`<a href="#${name.toLowerCase()}">${name}</a> `)}
</nav>
${checklistSection(result)}
${suitesSection(result)}
${timingsSection(result)}
${evidenceSection(result)}
${environmentSection(result)}
<footer>Made from <a href="result.json">result.json</a>, which machines read. Also as <a href="junit.xml">JUnit XML</a> and <a href="report.md">Markdown</a>.</footer>
</main></body>
</html>
`)
