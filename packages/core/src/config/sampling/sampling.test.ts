import { expect, expectTypeOf, test } from 'vitest'
import { type Sampling, sampling, withDefaults } from './sampling.ts'
import { type SamplingField, type SamplingGroup, samplingFields } from './sampling-fields.ts'

const fields: { param: string; field: SamplingField }[] = Object.entries<SamplingField | SamplingGroup>(samplingFields).flatMap(
  ([name, entry]) =>
    'fields' in entry
      ? Object.entries(entry.fields).map(([inner, field]) => ({ param: `${name}.${inner}`, field }))
      : [{ param: name, field: entry }],
)

test.each(fields)('the default of $param, and the value that turns it off, are in its range', ({ field }) => {
  for (const value of [field.default, field.neutral]) expect(field.schema.optional().safeParse(value).error).toBeUndefined()
})

test.each(fields.filter(({ field }) => field.required))(
  '$param, which its group needs, has a default for APIs that may leave it out',
  ({ field }) => {
    expect(field.default).toBeDefined()
  },
)

test.each([
  { value: {}, issue: undefined },
  {
    value: { temperature: 2, topK: 0, seed: 4_294_967_294, dry: { multiplier: 10 }, xtc: { probability: 1, threshold: 0 } },
    issue: undefined,
  },
  { value: { logitBias: [{ token: 'word', bias: -100 }] }, issue: undefined },
  { value: { temperature: 2.01 }, issue: ['temperature'] },
  { value: { seed: 4_294_967_295 }, issue: ['seed'] },
  { value: { repeatPenalty: 0 }, issue: ['repeatPenalty'] },
  { value: { dry: { base: 2 } }, issue: ['dry', 'multiplier'] },
  { value: { xtc: { probability: 0.5 } }, issue: ['xtc', 'threshold'] },
  { value: { logitBias: [{ token: 1, bias: 101 }] }, issue: ['logitBias', 0, 'bias'] },
])('$value is refused for $issue', ({ value, issue }) => {
  expect(sampling.safeParse(value).error?.issues[0]?.path).toEqual(issue)
})

test('a field that the table has not is refused by name', () => {
  expect(sampling.safeParse({ mirostat: 2 }).error?.issues).toMatchObject([{ code: 'unrecognized_keys', keys: ['mirostat'] }])
})

test('what is silent or undefined gets its default, and what was given stays', () => {
  const { topP, topK, seed } = withDefaults(samplingFields, { topK: 5, topP: undefined })
  expect({ topP, topK, seed }).toEqual({ topP: 0.95, topK: 5, seed: undefined })
  expect(withDefaults(samplingFields.dry.fields, { multiplier: 1, base: 2 })).toEqual({
    multiplier: 1,
    base: 2,
    allowedLength: 2,
    sequenceBreakers: ['\n', ':', '"', '*'],
  })
})

test('the type has the fields of the table, groups with what they need, and defaults are never undefined', () => {
  expectTypeOf<Sampling['temperature']>().toEqualTypeOf<number | undefined>()
  expectTypeOf<NonNullable<Sampling['xtc']>>().toExtend<{ probability: number; threshold: number }>()
  expectTypeOf<NonNullable<Sampling['dry']>['base']>().toEqualTypeOf<number | undefined>()
  expectTypeOf<NonNullable<Sampling['logitBias']>[number]>().toEqualTypeOf<{ token: number | string; bias: number }>()
  const whole = withDefaults(samplingFields, {})
  expectTypeOf(whole.penaltyWindowTokens).toEqualTypeOf<number>()
  expect(whole.penaltyWindowTokens).toBe(64)
})
