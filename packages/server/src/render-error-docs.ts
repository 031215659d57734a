import { describeStep, type ErrorCode, type ErrorDetails, errorCodes, RouterError } from '@honestai/core'

/** The page that `docs` links in errors lead to: one section for each code, self-contained, so that it reads offline. */
export function renderErrorDocs(): string {
  const codes = Object.keys(errorCodes) as ErrorCode[]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Errors · HonestAI Local</title>
<style>
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
h2 { font-family: ui-monospace, monospace; font-size: 1.1rem; margin-top: 2.5rem }
h2 a { color: inherit; text-decoration: none }
section:target { outline: 2px solid; outline-offset: .5rem }
code { font-size: .9em }
</style>
</head>
<body>
<h1>Errors</h1>
<p>Every failure is JSON with one of these codes. The texts are examples; an answer names its own model, file or field.</p>
${codes.map(renderSection).join('\n')}
</body>
</html>
`
}

function renderSection(code: ErrorCode): string {
  const error = new RouterError(code, errorCodes[code].example as ErrorDetails<ErrorCode>)
  const steps = error.steps.map((step) => `<li>${renderText(describeStep(step))}</li>`).join('')
  return `<section id="${code}">
<h2><a href="#${code}">${code}</a></h2>
<p>${renderText(error.message)}</p>
<p>Status ${error.status}, ${errorCodes[code].type}; ${error.retryable ? 'sending the same request again can help' : 'sending the same request again does not help'}.</p>
${steps && `<ul>${steps}</ul>`}
</section>`
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const renderText = (text: string) =>
  text.replace(/[&<>"]/g, (character) => entities[character] ?? character).replace(/`([^`]+)`/g, '<code>$1</code>')
