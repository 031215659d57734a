import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type SamplingApi, type SamplingField, type SamplingGroup, samplingFields } from '@honestai/core'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { describeType, type SchemaPart } from './describe-type.ts'

const read = (path: string) => readFileSync(join(import.meta.dirname, '..', path), 'utf8')
const http = read('docs/http.md')
const table = read('packages/core/src/config/sampling/sampling-fields.ts')

const fields = Object.entries<SamplingField | SamplingGroup>(samplingFields).flatMap(([name, entry]) =>
  'fields' in entry ? Object.entries(entry.fields) : [[name, entry] as const],
)

const inWords = (schema: z.ZodType) => describeType(z.toJSONSchema(schema, { io: 'input' }) as SchemaPart)

/** The routes that take sampling fields, each with the API whose names it speaks. */
const routes: { api: SamplingApi; route: string }[] = [
  { api: 'openai', route: 'POST /v1/chat/completions' },
  { api: 'openai', route: 'POST /v1/completions' },
  { api: 'openai', route: 'POST /v1/assistant' },
  { api: 'responses', route: 'POST /v1/responses' },
  { api: 'anthropic', route: 'POST /v1/messages' },
]

const rows = routes.flatMap(({ api, route }) =>
  fields.flatMap(([, { names, schema }]) => {
    const form = names[api]
    if (form === undefined || (typeof form === 'object' && 'refusedBut' in form)) return []
    const { name, schema: own } = typeof form === 'string' ? { name: form, schema } : form
    return [{ route, row: `| \`${name}\` | ${inWords(own.nullish())} |` }]
  }),
)

test.each(rows)('the page on $route tells the range of the table: $row', ({ route, row }) => {
  const [section = ''] = http.split(/^##+ /m).filter((part) => part.startsWith(`${route}\n`))
  const [request = ''] = section.split('\nAnswer 200')
  expect(request).toContain(row)
})

test.each(fields)('the comment of %s, which editors show, tells its range and its default', (name, field) => {
  const [, comment = ''] = new RegExp(String.raw`/\*\* ((?:(?!\*/).)*) \*/\n\s+${name}: \{`).exec(table) ?? []
  const [, range] = /number, (.*)$/.exec(inWords(field.schema)) ?? []
  expect(comment.toLowerCase()).toContain(range ?? '')
  if (typeof field.default !== 'number' || field.required) return
  expect(comment).toContain(`${field.default} by default${field.default === field.neutral ? ', which changes nothing' : ''}`)
})

test('the page on the config tells the range and the default of a temperature', () => {
  const { schema, default: standard } = samplingFields.temperature
  const [, section = ''] = read('docs/configuration.md').split('### models[].temperature\n')
  expect(section.split('###')[0]).toContain(`- Value: ${inWords(schema)}\n- Default: \`${standard}\``)
})
