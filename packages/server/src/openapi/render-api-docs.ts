import { renderPage, renderText } from '../pages/render-page.ts'
import type { OpenApiDocument } from './build-openapi.ts'

/** A part of a JSON Schema, as the document has it. */
type Schema = {
  type?: string | string[]
  description?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  enum?: unknown[]
  const?: unknown
}

type Content = Record<string, { schema?: Schema }>

type Operation = {
  operationId: string
  tags: string[]
  summary: string
  security?: unknown[]
  requestBody?: { content: Content }
  responses: Record<string, { description: string; content?: Content }>
}

// What stands deeper is in the document itself.
const maxDepth = 4

/** The OpenAPI document as a page. */
export function renderApiDocs({ paths }: OpenApiDocument): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ title: `${method.toUpperCase()} ${path}`, operation: operation as Operation })),
  )
  const groups = Map.groupBy(operations, ({ operation }) => operation.tags[0] ?? '')
  const sections = [...groups].map(([group, same]) => `<h2>${group}</h2>\n${same.map(renderOperation).join('\n')}`)
  const lead = `<p>The same as an OpenAPI 3.1 document: <a href="/openapi.json">/openapi.json</a>. Errors: <a href="/docs/errors">/docs/errors</a>.</p>`
  return renderPage('API', [lead, ...sections].join('\n'))
}

function renderOperation({ title, operation }: { title: string; operation: Operation }): string {
  const { operationId, summary, security, requestBody, responses } = operation
  const { 200: success, ...failures } = responses
  return `<section id="${operationId}">
<h3 class="name"><a href="#${operationId}">${renderText(title)}</a></h3>
<p>${renderText(summary)}${security ? ' Needs no key.' : ''}</p>
${renderContent('Request', requestBody?.content)}
${renderContent('Answer', success?.content)}
<details><summary>Errors</summary>
<ul>${Object.entries(failures).map(renderFailure).join('')}</ul>
</details>
</section>`
}

const renderContent = (title: string, content: Content = {}) =>
  Object.entries(content)
    .map(([type, { schema }]) => {
      const fields = schema ? renderFields(schema) : ''
      return fields ? `<details><summary>${title}, ${type}</summary>\n${fields}\n</details>` : `<p>${title}: ${type}</p>`
    })
    .join('\n')

function renderFailure([status, { description }]: [string, { description: string }]): string {
  if (description.includes(' ') && description.endsWith('.')) return `<li>${status}: ${renderText(description)}</li>`
  const codes = description.split(', ').map((code) => `<a href="/docs/errors#${code}"><code>${code}</code></a>`)
  return `<li>${status}: ${codes.join(', ')}</li>`
}

function renderFields(schema: Schema, depth = 0): string {
  const { properties = {}, required = [] } = schema
  const fields = Object.entries(properties).map(([name, field]) => {
    const inner = depth < maxDepth ? renderInner(field, depth + 1) : ''
    const note = [typeOf(field), required.includes(name) ? 'required' : ''].filter(Boolean).join(', ')
    return `<li><code>${renderText(name)}</code> ${renderText(note)}${field.description ? `. ${renderText(field.description)}` : ''}${inner}</li>`
  })
  return fields.length > 0 ? `<ul>${fields.join('')}</ul>` : renderAlternatives(schema, depth)
}

const renderInner = (schema: Schema, depth: number) => renderFields(schema.items ?? schema, depth)

function renderAlternatives({ anyOf, oneOf }: Schema, depth: number): string {
  const lists = (anyOf ?? oneOf ?? []).map((one) => (depth < maxDepth ? renderInner(one, depth + 1) : '')).filter(Boolean)
  return lists.join('<p>or</p>')
}

function typeOf({ type, enum: values, const: value, anyOf, oneOf, items }: Schema): string {
  if (values ?? value !== undefined) return (values ?? [value]).map((item) => JSON.stringify(item)).join(' or ')
  const alternatives = anyOf ?? oneOf
  if (alternatives) return [...new Set(alternatives.map(typeOf))].filter(Boolean).join(' or ')
  if (type === 'array') return `list of ${(items && typeOf(items)) || 'anything'}`
  return [type ?? 'anything'].flat().join(' or ')
}
