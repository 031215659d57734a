import { z } from 'zod'
import { type SamplingField, type SamplingGroup, samplingFields } from './sampling-fields.ts'

type Fields = Readonly<Record<string, SamplingField | SamplingGroup>>

type ValueOf<Field> = Field extends { schema: infer Schema extends z.ZodType }
  ? z.infer<Schema>
  : Field extends { fields: infer Inner extends Fields }
    ? GroupOf<Inner>
    : never

type RequiredIn<Group> = { [Name in keyof Group]: Group[Name] extends { required: true } ? Name : never }[keyof Group]

type Optional<Group> = { -readonly [Name in keyof Group]?: ValueOf<Group[Name]> | undefined }

type GroupOf<Group extends Fields> = Optional<Omit<Group, RequiredIn<Group>>> & {
  -readonly [Name in RequiredIn<Group>]: ValueOf<Group[Name]>
}

/** How the next token is chosen. Its fields, with their ranges and defaults, stand in {@link samplingFields}. */
export type Sampling = Optional<typeof samplingFields>

/** What a {@link Sampling} must be: each field in its range, and no other. */
export const sampling = objectOf(samplingFields) as unknown as z.ZodType<Sampling>

function objectOf(fields: Fields): z.ZodObject {
  return z.strictObject(
    Object.fromEntries(
      Object.entries(fields).map(([name, field]) => {
        if ('fields' in field) return [name, objectOf(field.fields).optional()]
        return [name, field.required ? field.schema : field.schema.optional()]
      }),
    ),
  )
}

type Defaulted<Group> = { [Name in keyof Group as Group[Name] extends { default: unknown } ? Name : never]: ValueOf<Group[Name]> }

/**
 * Values with the defaults of their fields where they are silent.
 *
 * @example
 * withDefaults(samplingFields, { topK: 5, topP: undefined }).topP // 0.95
 */
export function withDefaults<Group extends Fields>(fields: Group, values: Optional<Group>): Optional<Group> & Defaulted<Group> {
  const defaults = Object.entries(fields).flatMap(([name, field]) => ('default' in field ? [[name, field.default]] : []))
  const given = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries([...defaults, ...given]) as Optional<Group> & Defaulted<Group>
}
