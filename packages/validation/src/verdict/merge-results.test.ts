import { expect, test } from 'vitest'
import { sampleCheck, sampleResult } from '../../__fixtures__/sample-result.ts'
import type { Result } from '../base/result.ts'
import type { CatalogueEntry } from './catalogue.ts'
import { mergeResults } from './merge-results.ts'

const entry = (name: string): CatalogueEntry => ({
  ...{ id: `health/${name}`, suite: 'health', name, file: '', proves: ['backpressure'], supports: [] },
  ...{ promise: name, method: null, profile: 'quick', timeoutMs: 1, soaks: false },
})
const catalogue = ['one', 'two'].map(entry)
const shard = (name: string, over: Partial<Result> = {}) =>
  sampleResult({ checks: [sampleCheck({ name })], partial: { suites: [], checks: [`health/${name}`] }, harnessErrors: [], ...over })

test('shards that hold every check between them are a whole run', () => {
  const merged = mergeResults([shard('one'), shard('two')], catalogue)
  expect(merged).toMatchObject({ partial: null, notRun: [], interrupted: null })
  expect(merged.checks.map(({ id }) => id)).toEqual(['health/one', 'health/two'])
  expect(merged.rows.find(({ id }) => id === 'backpressure')?.verdict).toBe('proven')
})

test('a shard that is missing leaves the run a part, and its row unproven', () => {
  const merged = mergeResults([shard('one')], catalogue)
  expect(merged.partial).toEqual({ suites: [], checks: ['health/one'] })
  expect(merged.rows.find(({ id }) => id === 'backpressure')?.verdict).toBe('unproven')
})

test('a shard that was interrupted is told', () => {
  const merged = mergeResults([shard('one'), shard('two', { checks: [], notRun: ['health/two'], interrupted: 'SIGINT' })], catalogue)
  expect(merged).toMatchObject({ interrupted: 'SIGINT', notRun: ['health/two'], exitCode: 2 })
})

test.each([
  { why: 'a check in two of them', others: [shard('one')] },
  { why: 'another profile', others: [shard('two', { profile: 'full' })] },
  { why: 'another commit', others: [shard('two', { environment: { ...shard('two').environment, commit: 'other' } })] },
  { why: 'another subject', others: [shard('two', { subject: { kind: 'config', target: null, models: [] } })] },
])('results with $why are refused', ({ others }) => {
  expect(() => mergeResults([shard('one'), ...others], catalogue)).toThrow(/two of the results|differ/)
})
