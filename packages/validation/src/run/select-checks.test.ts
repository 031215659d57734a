import { expect, test } from 'vitest'
import { sampleCheck } from '../../__fixtures__/sample-result.ts'
import type { CatalogueEntry } from '../verdict/catalogue.ts'
import { selectChecks, selectFailed } from './select-checks.ts'

const entry = (suite: string, name: string, profile: 'quick' | 'full' = 'quick') =>
  ({ id: `${suite}/${name}`, suite, name, profile }) as CatalogueEntry
const catalogue = [entry('a', 'one'), entry('a', 'two', 'full'), entry('b', 'three')]
const select = (suites: string[], checks: string[], profile: 'quick' | 'full' = 'quick') =>
  selectChecks(catalogue, { suites, checks, profile }).map(({ id }) => id)

test.each([
  { suites: [], checks: [], ids: ['a/one', 'b/three'] },
  { suites: ['b'], checks: [], ids: ['b/three'] },
  { suites: [], checks: ['one'], ids: ['a/one'] },
  { suites: [], checks: ['b/three'], ids: ['b/three'] },
  { suites: ['b'], checks: ['one'], ids: ['a/one', 'b/three'] },
])('suites $suites and checks $checks select $ids', ({ suites, checks, ids }) => {
  expect(select(suites, checks)).toEqual(ids)
})

test('the full profile adds the long checks', () => {
  expect(select([], [], 'full')).toEqual(['a/one', 'a/two', 'b/three'])
})

test('what does not exist is refused by name', () => {
  expect(() => select(['zzz'], [])).toThrow('There is no suite "zzz". Suites: a, b.')
  expect(() => select([], ['zzz'])).toThrow('There is no check "zzz".')
})

test('shards hold every check between them, each once', () => {
  const shards = [1, 2].map((index) => selectChecks(catalogue, { suites: [], checks: [], profile: 'full', shard: { index, count: 2 } }))
  expect(shards.map((entries) => entries.map(({ id }) => id))).toEqual([['a/one', 'b/three'], ['a/two']])
})

test('what failed or broke is selected again', () => {
  const checks = [sampleCheck({ suite: 'a', name: 'one', status: 'error' }), sampleCheck({ suite: 'b', name: 'three' })]
  expect(selectFailed(catalogue, { checks }).map(({ id }) => id)).toEqual(['a/one'])
  expect(() => selectFailed(catalogue, { checks: checks.slice(1) })).toThrow('Nothing failed')
  expect(() => selectFailed(catalogue, undefined)).toThrow('no result of an earlier run')
})
