import { expect, test } from 'vitest'
import { findLicenceFaults } from './find-licence-faults.ts'

const one = (licence: string) => [{ name: 'one', versions: ['1.0.0'], licence, homepage: null }]
const page = '| one | 1.0.0 | MIT |'

test.each(['MIT', 'Apache-2.0', '(GPL-3.0-only OR MIT)', 'MIT AND ISC'])('%s may be shipped', (licence) => {
  expect(findLicenceFaults(one(licence), page)).toEqual([])
})

test.each(['GPL-3.0-only', 'MIT AND GPL-2.0-only', 'SEE LICENSE IN LICENSE', 'Unknown', ''])('"%s" is told', (licence) => {
  expect(findLicenceFaults(one(licence), page)).toEqual([`one has the licence "${licence}".`])
})

test('what the page does not name is told', () => {
  expect(findLicenceFaults(one('MIT'), '| another | 1.0.0 | MIT |')).toEqual(['The page does not name one.'])
})
