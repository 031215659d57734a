import { expect, test } from 'vitest'
import { z } from 'zod'
import { sayIssue } from './say-issue.ts'

const problemOf = (schema: z.ZodType, value: unknown) => schema.safeParse(value, { error: sayIssue }).error?.issues[0]?.message

test.each([
  { schema: z.number().min(0).max(2), value: 2.1, problem: 'expected a number from 0 to 2, not 2.1' },
  { schema: z.number().positive().max(10), value: 0, problem: 'expected a number above 0 and at most 10, not 0' },
  { schema: z.int().min(1), value: 1.5, problem: 'expected a whole number of at least 1, not 1.5' },
  { schema: z.int(), value: 'secret', problem: 'expected a whole number, not a text' },
  { schema: z.string(), value: undefined, problem: 'it is missing; expected a text' },
  { schema: z.string().min(1).nullish(), value: '', problem: 'expected a text that is not empty' },
  { schema: z.array(z.string()).max(4), value: [1, 2, 3, 4, 5].map(String), problem: 'expected an array of at most 4 items' },
  { schema: z.boolean(), value: { a: 1 }, problem: 'expected true or false, not an object' },
  { schema: z.enum(['low', 'high']), value: 'secret', problem: 'expected "low" or "high"' },
  { schema: z.union([z.string(), z.array(z.string())]), value: 7, problem: 'expected a text or an array, not 7' },
  { schema: z.discriminatedUnion('type', [z.object({ type: z.literal('text') })]), value: { type: 'secret' }, problem: 'expected "text"' },
  { schema: z.string().refine(() => false, 'a text of its own'), value: 'a', problem: 'a text of its own' },
])('$value is told: $problem', ({ schema, value, problem }) => {
  expect(problemOf(schema, value)).toBe(problem)
})

test('a fault that a request holds a hundred thousand times is told in moments', () => {
  const { error } = z.array(z.string()).safeParse(Array(100_000).fill(7), { error: sayIssue })
  expect(error?.issues).toHaveLength(100_000)
})
