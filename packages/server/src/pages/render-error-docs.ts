import { describeStep, type ErrorCode, type ErrorDetails, errorCodes, RouterError } from '@honestai/core'
import { renderPage, renderText } from './render-page.ts'

/** The page that `docs` links in errors lead to: one section for each code. */
export function renderErrorDocs(): string {
  const codes = Object.keys(errorCodes) as ErrorCode[]
  const lead = '<p>Every failure is JSON with one of these codes. The texts are examples; an answer names its own model, file or field.</p>'
  return renderPage('Errors', [lead, ...codes.map(renderSection)].join('\n'))
}

function renderSection(code: ErrorCode): string {
  const error = new RouterError(code, errorCodes[code].example as ErrorDetails<ErrorCode>)
  const steps = error.steps.map((step) => `<li>${renderText(describeStep(step))}</li>`).join('')
  return `<section id="${code}">
<h2 class="name"><a href="#${code}">${code}</a></h2>
<p>${renderText(error.message)}</p>
<p>Status ${error.status}, ${errorCodes[code].type}; ${error.retryable ? 'sending the same request again can help' : 'sending the same request again does not help'}.</p>
${steps && `<ul>${steps}</ul>`}
</section>`
}
