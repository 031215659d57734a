import { expect, test } from 'vitest'
import { create } from 'xmlbuilder2'
import { sampleResult } from '../../__fixtures__/sample-result.ts'
import { checklist } from '../base/checklist.ts'
import { result as resultSchema } from '../base/result.ts'
import { renderConsole } from './console.ts'
import { renderHtml } from './html/html.ts'
import { renderJunit } from './junit.ts'
import { renderMarkdown } from './markdown.ts'

const sample = sampleResult()

test('the sample is a valid result', () => {
  expect(resultSchema.safeParse(sample).error).toBeUndefined()
})

test('the HTML report escapes everything, runs nothing and loads nothing', () => {
  const page = renderHtml(sample)
  expect(page).not.toContain('<script')
  expect(page).toContain('&lt;script&gt;alert(1)')
  expect(page).not.toMatch(/(src|@import|url\()\s*=?\s*["']?https?:/)
  expect(page).toContain("default-src 'none'")
  for (const { id } of checklist) expect(page).toContain(`<b>${id}</b>`)
  expect(page.indexOf('<h1>Broken</h1>')).toBeLessThan(page.indexOf('id="checklist"'))
})

test('the JUnit report is sound XML with the right counts, of checks, rows and errors of the gate', () => {
  const xml = renderJunit(sample)
  const { testsuites } = create(xml).end({ format: 'object' }) as unknown as { testsuites: Record<string, unknown> }
  const unsettled = sample.rows.filter(({ verdict }) => verdict !== 'proven').length
  expect(testsuites).toMatchObject({
    '@tests': String(5 + sample.rows.length + 1),
    '@failures': String(1 + unsettled),
    '@errors': '2',
    '@skipped': '2',
  })
  for (const [mark, count] of [
    ['testcase', 5 + sample.rows.length + 1],
    ['failure', 1 + unsettled],
    ['error', 2],
    ['skipped', 2],
  ] as const)
    expect(xml.match(new RegExp(`<${mark}[ />]`, 'g')), mark).toHaveLength(count)
})

test.each([
  { verdict: 'proven', mark: undefined },
  { verdict: 'broken', mark: 'failure' },
  { verdict: 'unproven', mark: 'failure' },
  { verdict: 'waived', mark: 'skipped' },
  { verdict: 'not-offered', mark: 'skipped' },
] as const)('a row that is $verdict is $mark in the JUnit report', ({ verdict, mark }) => {
  const [row] = sample.rows
  if (!row) throw new Error('The sample has no rows.')
  const xml = renderJunit({ ...sample, checks: [], suites: [], harnessErrors: [], rows: [{ ...row, verdict, reason: 'Why it is so.' }] })
  expect([...xml.matchAll(/<(failure|skipped|error) message="(.*?)"/g)].map(([, name, message]) => ({ name, message }))).toEqual(
    mark ? [{ name: mark, message: `${verdict}: Why it is so.` }] : [],
  )
})

test('the Markdown report keeps its tables and blocks whole', () => {
  const page = renderMarkdown(sample)
  expect(page.replaceAll(/(`{3,})text\n.*?\n\1/gs, '')).not.toContain('<script')
  for (const { id } of checklist) expect(page).toContain(`| \`${id}\` |`)
  const table = page.split('## Checks\n\n')[1]?.split('\n\n')[0]?.split('\n') ?? []
  expect(table).toHaveLength(sample.checks.length + 2)
})

test('the console names failures with expected and actual, evidence, and every broken and unproven row with its reason', () => {
  const text = renderConsole(sample, 'reports/latest')
  expect(text).toContain('✗ error-scenario/bad-requests')
  expect(text).toContain('expected  {"code": "x"}')
  expect(text).toContain('reports/latest/evidence/error-scenario/bad-requests/probes.json')
  expect(text).toMatch(/^Broken rows:$/m)
  for (const { id, verdict } of sample.rows) if (verdict !== 'proven') expect(text).toContain(`  ${id}`)
  expect(text).toContain('1 passed, 1 failed, 1 skipped, 1 broke in the gate, 1 not applicable')
})

test('the reports are pure: the same result gives the same text', () => {
  for (const render of [renderHtml, renderJunit, renderMarkdown]) expect(render(sample)).toBe(render(structuredClone(sample)))
})
