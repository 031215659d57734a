import { expect, test } from 'vitest'
import { findFallbackFaults } from './find-fallback-faults.ts'

const chain = (...fallbacks: (string | undefined)[]) => fallbacks.map((fallback, index) => ({ id: `m${index}`, fallback }))

test.each([
  { title: 'none', models: chain(undefined, undefined), faults: [] },
  { title: 'a chain', models: chain('m1', 'm2', undefined), faults: [] },
  { title: 'two that share one', models: chain('m2', 'm2', undefined), faults: [] },
  { title: 'an unknown model', models: chain('m9'), faults: [0] },
  { title: 'itself', models: chain('m0'), faults: [0] },
  { title: 'a cycle', models: chain('m1', 'm2', 'm0'), faults: [0, 1, 2] },
  { title: 'a chain into a cycle it is no part of', models: chain('m1', 'm2', 'm1'), faults: [1, 2] },
])('$title has faults at $faults', ({ models, faults }) => {
  expect(findFallbackFaults(models).map(({ index }) => index)).toEqual(faults)
})
