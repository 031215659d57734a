import { expect, test } from 'vitest'
import { create } from 'xmlbuilder2'
import { sampleResult } from '../__fixtures__/sample-result.ts'
import { checklist } from '../checklist.ts'
import { result as resultSchema } from '../result.ts'
import { renderConsole } from './console.ts'
import { renderHtml } from './html.ts'
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

test('the JUnit report is sound XML with the right counts', () => {
  const xml = renderJunit(sample)
  const { testsuites } = create(xml).end({ format: 'object' }) as unknown as { testsuites: Record<string, unknown> }
  expect(testsuites).toMatchObject({ '@tests': '5', '@failures': '1', '@errors': '2', '@skipped': '2' })
  expect(xml.match(/<failure/g)).toHaveLength(1)
})

test('the Markdown report keeps its tables and blocks whole', () => {
  const page = renderMarkdown(sample)
  expect(page.replaceAll(/(`{3,})text\n.*?\n\1/gs, '')).not.toContain('<script')
  for (const { id } of checklist) expect(page).toContain(`| \`${id}\` |`)
  const table = page.split('## Checks\n\n')[1]?.split('\n\n')[0]?.split('\n') ?? []
  expect(table).toHaveLength(sample.checks.length + 2)
})

test('the console names failures with expected and actual, evidence, and every unproven row with its reason', () => {
  const text = renderConsole(sample, 'reports/latest')
  expect(text).toContain('✗ error-scenario/bad-requests')
  expect(text).toContain('expected  {"code": "x"}')
  expect(text).toContain('reports/latest/evidence/error-scenario/bad-requests/probes.json')
  for (const { id, verdict } of sample.rows) if (verdict === 'unproven') expect(text).toContain(`  ${id}`)
  expect(text).toContain('1 passed, 1 failed, 1 skipped, 1 broke in the gate, 1 not applicable')
})

test('the reports are pure: the same result gives the same text', () => {
  for (const render of [renderHtml, renderJunit, renderMarkdown]) expect(render(sample)).toBe(render(structuredClone(sample)))
})
