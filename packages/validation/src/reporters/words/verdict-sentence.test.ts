import { expect, test } from 'vitest'
import type { Result, RowVerdict } from '../../base/result.ts'
import { verdictSentence } from './verdict-sentence.ts'

const resultOf = (verdicts: readonly RowVerdict[], over: Partial<Result> = {}) =>
  ({
    verdict: 'proven',
    subject: { target: null },
    partial: null,
    checks: [],
    rows: verdicts.map((verdict, index) => ({ id: `row-${index}`, verdict })),
    ...over,
  }) as unknown as Result

test.each([
  { verdicts: ['proven', 'proven'], says: 'Every row of the checklist is proven.' },
  { verdicts: ['proven', 'not-offered'], says: '1 row of the checklist proven and none broken; 0 waived, 1 not offered.' },
] as const)('a run with the rows $verdicts is not called more than it is', ({ verdicts, says }) => {
  expect(verdictSentence(resultOf(verdicts))).toBe(says)
})

test('a part of the gate speaks of its own rows', () => {
  expect(verdictSentence(resultOf(['proven'], { partial: { suites: ['health'], checks: [] } }))).toBe('All 1 rows of this part are proven.')
})
