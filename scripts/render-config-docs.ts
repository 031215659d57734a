import { configJsonSchema, environmentSettings, formatPath } from '@honestai/core'
import { configDocsHead } from './config-docs-head.ts'
import { describeType, type SchemaPart } from './describe-type.ts'

/** A key of a config, with what is allowed there. */
type Key = { name: string; schema: SchemaPart; required: boolean }

/** The page docs/configuration.md: where a config comes from, and every key of it. */
export function renderConfigDocs(): string {
  const keys = keysOf(configJsonSchema() as SchemaPart)
  return [configDocsHead, renderContents(keys), ...keys.map(renderKey)].join('\n')
}

function keysOf({ properties = {}, required = [] }: SchemaPart, holder = ''): Key[] {
  return Object.entries(properties).flatMap(([key, schema]) => {
    const name = holder ? `${holder}.${key}` : key
    const inner = schema.items ? keysOf(schema.items, `${name}[]`) : keysOf(schema, name)
    return [{ name, schema, required: required.includes(key) }, ...inner]
  })
}

const renderContents = (keys: readonly Key[]) =>
  [
    '| key | default |',
    '| --- | --- |',
    ...keys.map((key) => `| [\`${key.name}\`](#${anchorOf(key.name)}) | ${defaultOf(key)} |`),
    '',
  ].join('\n')

function renderKey(key: Key): string {
  const { name, schema } = key
  const variables = environmentSettings().flatMap((setting) => (formatPath(setting.path) === name ? [`\`${setting.name}\``] : []))
  const standard = defaultOf(key)
  return [
    `${name.includes('.') ? '###' : '##'} ${name}\n`,
    `${schema.description}\n`,
    ...(schema.properties ? [] : [`- Value: ${describeType(schema, unitOf(name))}`]),
    ...(standard ? [`- ${key.required ? 'Must be given' : `Default: ${standard}`}`] : []),
    ...(variables.length > 0 ? [`- Variable: ${variables.join(' or ')}`] : []),
    '',
  ].join('\n')
}

function defaultOf({ name, schema, required }: Key): string {
  if (required) return 'must be given'
  // Of an object each key has its own.
  if (schema.default === undefined || schema.type === 'object') return ''
  return `\`${JSON.stringify(schema.default).replaceAll('","', '", "')}\`${unitOf(name) === 'bytes' ? ` (${inMultiples(Number(schema.default))})` : ''}`
}

const inMultiples = (bytes: number) => (bytes % 1024 ** 2 === 0 ? `${bytes / 1024 ** 2} MiB` : `${bytes / 1024} KiB`)

/** What a number counts, which its name ends with. */
function unitOf(name: string): string | undefined {
  if (name.endsWith('Bytes')) return 'bytes'
  if (name.endsWith('Seconds')) return 'seconds'
  if (name.endsWith('Ms')) return 'milliseconds'
  return name.endsWith('Tokens') ? 'tokens' : undefined
}

// As GitHub and TypeDoc both make the anchor of a heading.
const anchorOf = (name: string) => name.replace(/\W/g, '').toLowerCase()
