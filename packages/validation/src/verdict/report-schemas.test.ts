import { expect, test } from 'vitest'
import { z } from 'zod'
import { sampleResult } from '../../__fixtures__/sample-result.ts'
import { reportSchemas } from './report-schemas.ts'

const resultSchema = z.fromJSONSchema(reportSchemas['result.json'] as Parameters<typeof z.fromJSONSchema>[0])

test('a result that is written fits the published schema', () => {
  expect(resultSchema.safeParse(JSON.parse(JSON.stringify(sampleResult()))).error).toBeUndefined()
})

test.each([{ exitCode: 4 }, { verdict: 'green' }, { checks: 'all' }, { unheardOf: 1 }])('%o does not fit it', (wrong) => {
  expect(resultSchema.safeParse({ ...JSON.parse(JSON.stringify(sampleResult())), ...wrong }).success).toBe(false)
})
