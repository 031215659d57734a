import { createHash } from 'node:crypto'

const style = `
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; max-width: 50rem; margin: 2rem auto; padding: 0 1rem }
h2 { margin-top: 2.5rem }
.name { font: 600 1.05rem ui-monospace, monospace; margin-top: 2.5rem }
.name a { color: inherit; text-decoration: none }
section:target { outline: 2px solid; outline-offset: .5rem }
code { font-size: .9em }
summary { cursor: pointer }
details { margin: .5rem 0 }
li > ul { padding-left: 1.2rem }
`

/** Headers of a page made by {@link renderPage}: it loads nothing at all, and only its own style applies. */
export const docHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
}

/** A page of documentation, self-contained, so that it reads offline. */
export const renderPage = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · HonestAI Local</title>
<style>${style}</style>
</head>
<body>
<h1>${title}</h1>
${body}
</body>
</html>
`

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text for a page; what stands in backticks is code. */
export const renderText = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => entities[character] ?? character).replace(/`([^`]+)`/g, '<code>$1</code>')

/** On every answer: no page may read it as something else than it is, embed it, or frame it. */
export const pageHeaders = {
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
} as const
