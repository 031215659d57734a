import { expect, test } from 'vitest'
import { sampleResult } from '../../__fixtures__/sample-result.ts'
import type { Result } from '../base/result.ts'
import { whyNotRelease } from './why-not-release.ts'

const now = { commit: 'a'.repeat(40), dirty: false }
const result = (over: Partial<Result> = {}): Result => {
  const sample = sampleResult()
  return {
    ...sample,
    ...{ profile: 'full', partial: null, interrupted: null, exitCode: 0 },
    environment: { ...sample.environment, ...now },
    ...over,
  }
}

test('a whole run of the full profile that ended 0, on what is here, allows a release', () => {
  expect(whyNotRelease(result(), now)).toEqual([])
})

test.each<{ title: string; given: Result | undefined; at?: typeof now | { commit: string; dirty: null }; says: RegExp }>([
  { title: 'no run', given: undefined, says: /no result/ },
  { title: 'changes since', given: result(), at: { ...now, dirty: true }, says: /not committed/ },
  { title: 'a revision nobody knows', given: result(), at: { ...now, dirty: null }, says: /not committed/ },
  { title: 'the quick profile', given: result({ profile: 'quick' }), says: /--full/ },
  { title: 'a part', given: result({ partial: { suites: ['health'], checks: [] } }), says: /a part/ },
  { title: 'something unproven', given: result({ exitCode: 2 }), says: /ended with 2/ },
  { title: 'something broken', given: result({ exitCode: 1 }), says: /ended with 1/ },
  { title: 'another commit', given: result(), at: { ...now, commit: 'b'.repeat(40) }, says: /this is b/ },
  { title: 'changes during the run', given: result({ environment: { ...result().environment, dirty: true } }), says: /with changes/ },
])('$title allows none, and is told', ({ given, at = now, says }) => {
  expect(whyNotRelease(given, at)).toEqual([expect.stringMatching(says)])
})
