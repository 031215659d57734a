import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { checklist } from '../base/checklist.ts'
import { readCatalogue } from './catalogue.ts'

const folder = mkdtempSync(join(tmpdir(), 'honestai-catalogue-'))
afterAll(() => rmSync(folder, { recursive: true }))

function withCheck(source: string) {
  mkdirSync(join(folder, 'suite'), { recursive: true })
  writeFileSync(join(folder, 'suite/one.check.ts'), source)
  return () => readCatalogue(folder)
}

test('every check of the gate can be read, names rows that exist, and every suite has at least two', () => {
  const entries = readCatalogue()
  const rows = checklist.map(({ id }) => id as string)
  for (const { id, proves, supports } of entries) {
    expect([...proves, ...supports].length, id).toBeGreaterThan(0)
    expect(rows, id).toEqual(expect.arrayContaining([...proves, ...supports]))
  }
  const suites = [
    'integration',
    'error-scenario',
    'tokenizer-accuracy',
    'no-network',
    'concurrency',
    'health',
    'lifecycle',
    'model-families',
    'performance',
    'project',
  ]
  for (const suite of suites) expect(entries.filter((entry) => entry.suite === suite).length, suite).toBeGreaterThanOrEqual(2)
})

test('no name of a check stands twice: it is the check’s place on its page', () => {
  const names = readCatalogue().map(({ name }) => name)
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
})

test('a declaration is read from the source', () => {
  const read = withCheck(`check({ proves: ['a', 'b'], promise: 'It works', timeoutMs: 5_000 }, async () => {})`)
  expect(read()).toEqual([
    expect.objectContaining({ id: 'suite/one', suite: 'suite', name: 'one', proves: ['a', 'b'], supports: [], timeoutMs: 5_000 }),
  ])
})

test.each([
  { title: 'two checks', source: `check({ promise: 'a' }, x)\ncheck({ promise: 'b' }, x)`, says: 'exactly one call' },
  { title: 'no check', source: 'export {}', says: 'exactly one call' },
  { title: 'a computed promise', source: 'check({ promise: sentence() }, x)', says: 'must be literal' },
  { title: 'an unknown field', source: `check({ promise: 'a', prove: 'b' }, x)`, says: 'prove' },
])('$title in a file is refused', ({ source, says }) => {
  expect(withCheck(source)).toThrow(says)
})
