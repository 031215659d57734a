import { parseHTML } from 'linkedom'
import { expect, test } from 'vitest'
import { sampleCheck, sampleResult } from '../../../__fixtures__/sample-result.ts'
import { arrangeSideBySide } from './side-by-side.ts'
import { renderSideBySideHtml } from './side-by-side-html.ts'
import { renderSideBySideMarkdown } from './side-by-side-markdown.ts'

const target = (name: string, offered: boolean) => ({
  ...{ name, url: 'http://127.0.0.1:1', model: 'tiny', embeddingModel: null, started: false },
  capabilities: [{ name: 'tools', offered, because: 'Asked.' }],
})
const hostile = '<script>alert(1)</script> | x'
const ours = sampleResult({ checks: [sampleCheck(), sampleCheck({ name: 'only-here' })] })
const theirs = sampleResult({
  subject: { kind: 'target', target: target('Another | server', false), models: [] },
  checks: [sampleCheck({ status: 'fail', reason: hostile, reproduce: ["curl 'http://127.0.0.1:1/'"] })],
})
const arranged = arrangeSideBySide([
  { result: ours, folder: '../ours' },
  { result: theirs, folder: '../theirs' },
])

test('each check is one line with a cell for each result, empty where it did not run', () => {
  expect(arranged.checks.map(({ id, cells }) => [id, ...cells.map((cell) => cell?.status)])).toEqual([
    ['health/only-here', 'pass', undefined],
    ['health/probing-loads-nothing', 'pass', 'fail'],
  ])
  expect(arranged.capabilities).toEqual([{ name: 'tools', offered: [null, false] }])
})

test('evidence is found from the folder of the comparison', () => {
  expect(arranged.checks[1]?.cells[1]?.evidence).toEqual(['../theirs/evidence/health/probing-loads-nothing/probes.json'])
})

test('the page shows a failure with its command, and nothing that a server said becomes part of the page', () => {
  const { document } = parseHTML(renderSideBySideHtml(arranged))
  expect(document.querySelectorAll('script')).toHaveLength(0)
  expect(document.querySelector('td .reason')?.textContent).toBe(hostile)
  expect(document.querySelector('td pre')?.textContent).toBe("curl 'http://127.0.0.1:1/'")
})

test('in Markdown every line of a table has as many cells as its head', () => {
  const lines = renderSideBySideMarkdown(arranged)
    .split('\n')
    .filter((line) => line.startsWith('| ') && line.includes('did not run'))
  expect(lines.map((line) => line.split(/(?<!\\)\|/).length)).toEqual([5])
})
