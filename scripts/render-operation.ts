import { type ErrorCode, errorCodes } from '@honestai/core'
import type { SchemaPart } from './describe-type.ts'
import { type Field, flattenFields } from './flatten-fields.ts'
import type { Operation } from './http-operations.ts'
import { renderFields } from './render-fields.ts'
import { codesOf, type SharedErrors } from './shared-errors.ts'

/** What stands on the page once, for all operations. */
export type Shared = { errors: readonly SharedErrors[]; facts: readonly Field[] }

// What lies deeper is in the document itself.
const requestLevels = 3
const answerLevels = 2

/** The section of one operation: what it takes, answers, and fails with. */
export function renderOperation(operation: Operation, shared: Shared): string {
  const { title, summary, security, requestBody } = operation
  const bodies = Object.entries(requestBody?.content ?? {}).map(([type, { schema = {} }]) =>
    renderFields(`Body, \`${type}\`${requestBody?.required ? '' : ', which may be left out'}`, flattenFields(schema, requestLevels)),
  )
  const parts = [
    `\n### ${title}\n`,
    security ? `${summary} Needs no key.` : summary,
    renderParameters(operation),
    ...bodies,
    ...renderAnswers(operation, shared.facts),
    renderErrors(operation, shared.errors),
  ]
  return parts.filter(Boolean).join('\n')
}

/** A code with the place where it is explained. */
export const linkCode = (code: ErrorCode): string => `[\`${code}\`](errors.md#${code})`

/** The fields of an answer, down to two names. */
export const answerFields = (schema: SchemaPart): Field[] => flattenFields(schema, answerLevels)

function renderParameters({ parameters = [] }: Operation): string {
  const places = [...Map.groupBy(parameters, ({ in: place }) => place)]
  return places
    .map(([place, same]) => {
      const properties = Object.fromEntries(same.map(({ name, schema }) => [name, schema]))
      const required = same.filter(({ required }) => required).map(({ name }) => name)
      return renderFields(`Parameters of the ${place}`, flattenFields({ properties, required }, 1))
    })
    .join('\n')
}

function renderAnswers({ responses }: Operation, facts: readonly Field[]): string[] {
  return Object.entries(responses).flatMap(([status, { content }]) =>
    Object.entries(content).flatMap(([type, { schema = {} }]) => {
      if (schema.$ref) return []
      if (type === 'text/event-stream') return renderEvents(schema, facts)
      return renderFields(`Answer ${status}, \`${type}\``, without(answerFields(schema), facts), 'always')
    }),
  )
}

/** What a stream sends: the types of its events where they have some, else the fields of an event. */
function renderEvents(schema: SchemaPart, facts: readonly Field[]): string {
  const title = 'Streamed, `text/event-stream`'
  const types = (schema.oneOf ?? schema.anyOf ?? []).flatMap(({ properties }) => properties?.type?.enum ?? properties?.type?.const ?? [])
  if (types.length > 0) return `\n${title}, events of the types ${types.map((type) => `\`${type}\``).join(', ')}.`
  return renderFields(`${title}, each event`, without(answerFields(schema), facts), 'always')
}

const without = (fields: readonly Field[], facts: readonly Field[]) =>
  fields.filter(({ name, type }) => !facts.some((fact) => fact.name === name && fact.type === type))

function renderErrors(operation: Operation, shared: readonly SharedErrors[]): string {
  const known = new Set(shared.flatMap(({ isFor, codes }) => (isFor(operation) ? codes : [])))
  const own = Map.groupBy(
    codesOf(operation).filter((code) => !known.has(code)),
    (code) => errorCodes[code].status,
  )
  if (own.size === 0) return ''
  return ['\nErrors of its own:\n', ...[...own].map(([status, codes]) => `- ${status}: ${codes.map(linkCode).join(', ')}`)].join('\n')
}
