import { type Sampling, type SamplingApi, type SamplingField, type SamplingGroup, samplingFields } from '@honestai/core'
import type { z } from 'zod'
import { neutral } from './refused-values.ts'

type Table = typeof samplingFields

type FieldIn<Entry> = Entry extends { fields: infer Inner } ? Inner[keyof Inner] : Entry

/** Each field of the table, those of groups among them. */
type Field = { [Name in keyof Table]: FieldIn<Table[Name]> }[keyof Table]

type Obeyed<Entry, Api extends SamplingApi> = Entry extends { schema: infer Schema extends z.ZodType; names: Record<Api, infer Name> }
  ? Name extends string
    ? { name: Name; schema: Schema }
    : Name extends { name: infer Own extends string; schema: infer Given extends z.ZodType }
      ? { name: Own; schema: Given }
      : never
  : never

type Refused<Entry, Api extends SamplingApi> = Entry extends { names: Record<Api, infer Name> }
  ? Name extends { name: infer Own extends string; refusedBut: unknown }
    ? Own
    : never
  : never

type Shape<Api extends SamplingApi> = {
  [Entry in Obeyed<Field, Api> as Entry['name']]: z.ZodOptional<z.ZodNullable<Entry['schema']>>
} & { [Name in Refused<Field, Api>]: ReturnType<typeof neutral> }

/** What an API's body says of sampling: its fields, what they come to, and what it calls core's names. */
type SamplingBody<Api extends SamplingApi> = {
  shape: Shape<Api>
  toSampling: (body: Partial<z.infer<z.ZodObject<Shape<Api>>>>) => Sampling
  params: Readonly<Record<string, string>>
}

/**
 * How an API's body asks for sampling, from the table of all fields.
 *
 * @example
 * samplingBody('anthropic').toSampling({ top_p: 0.5 }).topP // 0.5
 */
export function samplingBody<Api extends SamplingApi>(api: Api): SamplingBody<Api> {
  const entries = Object.entries<SamplingField | SamplingGroup>(samplingFields)
  const readers = entries.map(([name, entry]) => [name, 'fields' in entry ? groupReader(entry, api) : fieldReader(entry, api)] as const)
  const obeyed = readers.filter((reader): reader is [string, Reader] => reader[1] !== undefined)
  const params = entries.map(([name, entry]) => [name, nameOf('fields' in entry ? entry.fields[entry.switch] : entry, api)])
  return {
    shape: Object.fromEntries(entries.flatMap(([, entry]) => shapeOf(entry, api))) as Shape<Api>,
    toSampling: (body) => Object.fromEntries(obeyed.map(([name, read]) => [name, read(body)])),
    params: Object.fromEntries(params.filter(([, name]) => name !== undefined)),
  }
}

function shapeOf(entry: SamplingField | SamplingGroup, api: SamplingApi): [string, z.ZodType][] {
  if ('fields' in entry) return Object.values(entry.fields).flatMap((field) => shapeOf(field, api))
  const form = entry.names[api]
  if (form === undefined) return []
  if (typeof form === 'string') return [[form, entry.schema.nullish().describe(describe(entry))]]
  if ('refusedBut' in form) return [[form.name, neutral(...form.refusedBut)]]
  return [[form.name, form.schema.nullish().describe(describe(entry))]]
}

function describe({ description, inConfig, neutral, ...field }: SamplingField): string {
  const standard = JSON.stringify(field.default)
  if (inConfig) return `${description} By default what the config says of the model.`
  if (standard === undefined) return description
  if (field.default === neutral) return `${description} ${standard} by default, which changes nothing.`
  return `${description} ${standard} by default${neutral === undefined ? '' : `; ${neutral} changes nothing`}.`
}

type Reader = (body: Readonly<Record<string, unknown>>) => unknown

function fieldReader({ names }: SamplingField, api: SamplingApi): Reader | undefined {
  const form = names[api]
  if (form === undefined) return undefined
  if (typeof form === 'string') return (body) => body[form] ?? undefined
  if ('refusedBut' in form) return undefined
  const toCore = (form.toCore ?? ((given) => given)) as (given: unknown) => unknown
  return (body) => (body[form.name] == null ? undefined : toCore(body[form.name]))
}

/** Reads a group, which is absent where its switch is, or is off. */
function groupReader(group: SamplingGroup, api: SamplingApi): Reader | undefined {
  const readers = Object.entries(group.fields).map(([name, field]) => ({ name, field, read: fieldReader(field, api) }))
  if (readers.every(({ read }) => read === undefined)) return undefined
  const off = group.fields[group.switch]?.neutral
  return (body) => {
    const values = readers.map(({ name, field, read }) => [name, read?.(body) ?? (field.required ? field.default : undefined)])
    const value: Record<string, unknown> = Object.fromEntries(values)
    return value[group.switch] === off ? undefined : value
  }
}

function nameOf(field: SamplingField | undefined, api: SamplingApi): string | undefined {
  const form = field?.names[api]
  return typeof form === 'object' ? form.name : form
}
