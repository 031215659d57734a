import { expect, test } from 'vitest'
import type { Advisory } from './advisory.ts'
import { findVulnerablePackages } from './find-vulnerable-packages.ts'

type Events = Advisory['affected'][number]['ranges'][number]['events']

const advisoryOf = (events: Events, over: Partial<Advisory> = {}, name = 'some-package', ecosystem = 'npm'): Advisory => ({
  id: 'GHSA-1',
  modified: '2026-01-01T00:00:00Z',
  affected: [{ package: { ecosystem, name }, versions: [], ranges: [{ type: 'SEMVER', events }] }],
  ...over,
})

const isFound = (version: string, advisory: Advisory) => findVulnerablePackages([{ name: 'some-package', version }], [advisory]).length > 0

test.each([
  { version: '1.0.0', events: [{ introduced: '0' }], found: true },
  { version: '1.0.0', events: [{ introduced: '0' }, { fixed: '1.0.1' }], found: true },
  { version: '1.0.1', events: [{ introduced: '0' }, { fixed: '1.0.1' }], found: false },
  { version: '1.0.1-rc.1', events: [{ introduced: '0' }, { fixed: '1.0.1' }], found: true },
  { version: '0.9.0', events: [{ introduced: '1.0.0' }, { fixed: '1.2.0' }], found: false },
  { version: '1.10.0', events: [{ introduced: '1.9.0' }, { fixed: '1.11.0' }], found: true },
  { version: '2.1.0', events: [{ fixed: '2.1.1' }, { introduced: '2.0.0' }, { fixed: '1.5.0' }, { introduced: '1.0.0' }], found: true },
  { version: '1.6.0', events: [{ introduced: '1.0.0' }, { fixed: '1.5.0' }, { introduced: '2.0.0' }], found: false },
  { version: '1.5.0', events: [{ introduced: '0' }, { last_affected: '1.5.0' }], found: true },
  { version: '1.5.1', events: [{ introduced: '0' }, { last_affected: '1.5.0' }], found: false },
  { version: 'not-a-version', events: [{ introduced: '0' }], found: false },
])('$version in $events: $found', ({ version, events, found }) => {
  expect(isFound(version, advisoryOf(events))).toBe(found)
})

test('a version that is listed needs no range', () => {
  const advisory = advisoryOf([])
  advisory.affected[0]?.versions.push('1.2.3')
  expect([isFound('1.2.3', advisory), isFound('1.2.4', advisory)]).toEqual([true, false])
})

test.each([
  { what: 'another package', advisory: advisoryOf([{ introduced: '0' }], {}, 'another-package') },
  { what: 'a package of the same name elsewhere', advisory: advisoryOf([{ introduced: '0' }], {}, 'some-package', 'PyPI') },
  { what: 'an advisory that was withdrawn', advisory: advisoryOf([{ introduced: '0' }], { withdrawn: '2026-02-01T00:00:00Z' }) },
])('$what is not found', ({ advisory }) => {
  expect(isFound('1.0.0', advisory)).toBe(false)
})
