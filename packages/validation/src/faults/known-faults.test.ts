import { expect, test } from 'vitest'
import { repositoryRoot } from '../base/repository-root.ts'
import { readCatalogue } from '../verdict/catalogue.ts'
import { findTableGaps } from './find-table-gaps.ts'
import { knownFaults } from './known-faults.ts'

const catalogue = readCatalogue()

test('every check has a known fault, and every fault fits the repository as it is', () => {
  expect(findTableGaps(knownFaults, catalogue, repositoryRoot)).toEqual([])
})

test('no two faults are the same', () => {
  expect(new Set(knownFaults.map(({ check, fault }) => `${check} ${fault}`)).size).toBe(knownFaults.length)
})

test('gaps are named', () => {
  const [entry] = catalogue
  const fault = { check: 'project/no-such-check', fault: 'Nothing.', file: 'README.md', find: 'no such text, anywhere', replace: '' }
  expect(findTableGaps([fault], entry ? [entry] : [], repositoryRoot)).toEqual([
    `${entry?.id} has no known fault: nobody has seen it fail.`,
    'There is no check project/no-such-check.',
    expect.stringContaining('README.md holds this text 0 times'),
  ])
})
