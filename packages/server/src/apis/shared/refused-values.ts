import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'

/** Marks an issue as the refusal of something by its name: `parseBody` makes it `unsupported_parameter`. */
export const unsupported = { params: { unsupported: true } }

/** A parameter that would change the answer and is not supported: only absence, null and these values, which change nothing, pass. */
export const neutral = (...values: unknown[]) =>
  z
    .unknown()
    .refine((value) => value == null || values.some((neutralValue) => isDeepStrictEqual(value, neutralValue)), unsupported)
    .optional()
    .describe(`Not supported: only ${['null', ...values.map((value) => JSON.stringify(value))].join(' or ')} passes, and changes nothing.`)

/** Text that must be one of these, where others would be right too but are not supported. */
export const only = <Value extends string>(...supported: Value[]) =>
  z.custom<Value>((value) => typeof value !== 'string' || (supported as string[]).includes(value), unsupported).pipe(z.literal(supported))

/** Objects told apart by `type`, where other types would be right too but are not supported. */
export const byType = <Schema extends z.ZodType>(types: readonly string[], schema: Schema) =>
  z
    .unknown()
    .refine((value) => typeOf(value) === undefined || types.includes(typeOf(value) ?? ''), { ...unsupported, path: ['type'] })
    .pipe(schema as z.ZodType<z.output<Schema>, unknown>)

function typeOf(value: unknown): string | undefined {
  const type = (value as { type?: unknown } | null | undefined)?.type
  return typeof type === 'string' ? type : undefined
}

/** A parameter that changes nothing here, whatever it says. */
export const harmless = z.unknown().optional().describe('Accepted, and changes nothing.')
