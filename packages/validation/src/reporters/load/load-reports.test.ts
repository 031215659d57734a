import { expect, test } from 'vitest'
import { sampleResult } from '../../../__fixtures__/sample-result.ts'
import type { LoadReport } from '../../bench/load/load-report.ts'
import { measurePoint } from '../../bench/load/plan/measure-point.ts'
import type { LoadedRequest } from '../../bench/load/plan/run-load.ts'
import type { SweptLoad } from '../../bench/load/plan/sweep-load.ts'
import { renderLoadCsv } from './load-csv.ts'
import { renderLoadHtml } from './load-html.ts'
import { renderLoadMarkdown } from './load-markdown.ts'
import { renderTrendHtml } from './trend-html.ts'

const objectives = { firstTokenMs: 100, perOutputTokenMs: 20 }

const requests: LoadedRequest[] = Array.from({ length: 12 }, (_, index) => {
  const arrivals = Array.from({ length: 11 }, (_, token) => ({ atMs: 20 + token * 10, events: 1 }))
  const chat = { arrivals, firstTokenMs: 20, durationMs: 120, promptTokens: 20, cachedTokens: 0, completionTokens: 11 }
  return { sentMs: index * 50, underWay: 1, outcome: index === 5 ? { refused: 503 } : { chat } }
})

const loads: SweptLoad[] = [{ clients: 1 }, { clients: 2 }, { requestsPerSecond: 5 }, { requestsPerSecond: 9 }].map((load) => ({
  point: measurePoint(load, requests, objectives),
  requests,
}))

const report: LoadReport = {
  schemaVersion: 1,
  at: '2026-11-26T00:00:00.000Z',
  environment: sampleResult().environment,
  target: { model: 'can<ary>', sha256: null, slots: 8 },
  shape: { promptWords: 40, answerTokens: 32, sharedWords: 0 },
  objectives,
  points: loads.map(({ point }) => point),
  kneeRequestsPerSecond: 5,
  loadTimes: { coldMs: [900, 1_000, 1_100], warmMs: [500, 510, 490] },
  memory: ['loading', '1 client', '1 client'].map((phase, index) => ({ atMs: index * 250, phase, serverMiB: 90 + index, engineMiB: 40 })),
  mixed: ['chat', 'task', 'chat'].map((kind, index) => ({ kind, sentMs: index * 10, durationMs: 30 })),
}

test('the page draws every plot, loads nothing, runs nothing, and escapes what it shows', () => {
  const page = renderLoadHtml(report, loads)
  expect(page.match(/<svg/g)).toHaveLength(8)
  expect(page).not.toMatch(/<script|<link|<img|src=|url\(/)
  expect(page).toContain('can&lt;ary&gt;')
  expect(page).toContain('5 requests a second')
})

test('Markdown has a line for each load, and says what was too much', () => {
  const lines = renderLoadMarkdown({ ...report, memory: null })
    .split('\n')
    .filter((line) => line.startsWith('| '))
  expect(lines).toHaveLength(2 + loads.length)
  expect(lines[2]).toMatch(/^\| 1 client \|/)
  expect(lines[4]).toMatch(/^\| 5 requests\/s, too much \|/)
})

test('what is known of a server of our own is told: its loads, and the most memory of each phase', () => {
  const markdown = renderLoadMarkdown(report)
  expect(markdown).toContain('The weights load in 0.5 s where they lie in memory, and in 1 s from the disk (median of 3).')
  expect(markdown).toContain('| 1 client | 92 | 40 |')
  const page = renderLoadHtml(report, loads)
  expect(page).toContain('Memory by phase')
  expect(page).toContain('Timeline of a mixed load')
  expect(renderLoadMarkdown({ ...report, loadTimes: { coldMs: [], warmMs: [500] } })).toContain('from the disk was not measured')
})

test('nothing is told of a server that runs elsewhere but what it answered', () => {
  const elsewhere = { ...report, loadTimes: null, memory: null, mixed: null }
  expect(renderLoadMarkdown(elsewhere)).not.toMatch(/load in|MiB/)
  expect(renderLoadHtml(elsewhere, loads).match(/<svg/g)).toHaveLength(6)
})

test('CSV has every request once, with as many cells as columns', () => {
  const [head = '', ...lines] = renderLoadCsv(loads).trim().split('\n')
  expect(lines).toHaveLength(loads.length * requests.length)
  for (const line of lines) expect(line.split(',')).toHaveLength(head.split(',').length)
  expect(lines[5]).toMatch(/^clients-1,250\.0,1,refused,,,,,,,$/)
})

test('a trend joins runs of one kind, and keeps those of another machine apart', () => {
  const later = { ...report, at: '2026-11-27T00:00:00.000Z' }
  const elsewhere = { ...later, environment: { ...report.environment, cpu: 'another' } }
  const page = renderTrendHtml([later, report, elsewhere])
  expect(page.match(/<section>/g)).toHaveLength(2)
  expect(page.indexOf('2026-11-26 00:00')).toBeLessThan(page.indexOf('2026-11-27 00:00'))
  expect(page).not.toMatch(/<script|<link|<img|src=|url\(/)
})
