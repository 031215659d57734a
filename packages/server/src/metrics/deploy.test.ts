import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { askOver } from '../testing/ask.ts'
import { serveCanary } from '../testing/serve-canary.ts'
import { metricTable } from './metric-table.ts'
import { readSamples, type Sample } from './read-samples.ts'

const folder = fileURLToPath(new URL('../../../../deploy/', import.meta.url))
const samples = await scrape(await serveCanary())

/** What a server exports that has answered, and refused. */
async function scrape(url: string): Promise<Sample[]> {
  for (const model of ['canary', 'lost']) await (await askOver(url, '/v1/chat/completions', { model })).text()
  return readSamples(await (await fetch(`${url}/metrics`)).text())
}

const labelsOf = (name: string) => new Set(samples.flatMap((sample) => (sample.name === name ? Object.keys(sample.labels) : [])))

test.each(Object.entries(metricTable))('%s is exported with the labels of the table', (name, { kind, labels }) => {
  const exported = labelsOf(kind === 'histogram' ? `${name}_count` : name)
  expect([...exported].toSorted()).toEqual([...labels].toSorted())
})

test('nothing else is exported under our name', () => {
  const names = new Set(samples.flatMap(({ name }) => (name.startsWith('honestai_') ? [name.replace(/_(bucket|sum|count)$/, '')] : [])))
  expect([...names].toSorted()).toEqual(Object.keys(metricTable).toSorted())
})

type Expression = { title: string; expr: string }

async function readAlerts(): Promise<Expression[]> {
  const { groups } = parse(await readFile(`${folder}prometheus/alerts.yml`, 'utf8'))
  return groups.flatMap(({ rules }: { rules: { alert: string; expr: string }[] }) =>
    rules.map(({ alert, expr }) => ({ title: alert, expr })),
  )
}

async function readPanels(): Promise<Expression[]> {
  const { panels } = JSON.parse(await readFile(`${folder}grafana/honestai.json`, 'utf8'))
  return panels.flatMap(({ title, targets = [] }: { title: string; targets?: { expr: string }[] }) =>
    targets.map(({ expr }) => ({ title: `panel ${title}`, expr })),
  )
}

// Prometheus adds these to every sample it scrapes, and `up` is its own.
const byPrometheus = ['instance', 'job']
const grafanaVariable = /\$\w+/g

test.each([...(await readAlerts()), ...(await readPanels())])('$title asks for metrics and labels that exist', ({ expr }) => {
  const uses = [...expr.replace(grafanaVariable, 'x').matchAll(/\b([a-z]\w*_\w+|up)(?=\{|\[|\)|\s)(?:\{([^}]*)\})?/g)]
  const metrics = uses.map(([, name = '']) => name).filter((name) => name !== 'histogram_quantile')
  expect(metrics.length).toBeGreaterThan(0)
  const known = new Set(byPrometheus)
  for (const name of metrics.filter((name) => name !== 'up')) {
    expect(
      samples.map((sample) => sample.name),
      name,
    ).toContain(name)
    for (const label of labelsOf(name)) known.add(label)
  }
  const matched = uses.flatMap(([, , matchers = '']) => [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label]) => label))
  const grouped = [...expr.matchAll(/\b(?:by|on|without) \(([^)]*)\)/g)].flatMap(([, labels = '']) => labels.split(/,\s*/))
  expect([...matched, ...grouped].filter((label = '') => !known.has(label))).toEqual([])
})

test('the rules are sound, and each fires when it should and only then', async (context) => {
  const promtool = (...words: string[]) => promisify(execFile)('promtool', words, { cwd: `${folder}prometheus` })
  const absent = await promtool('--version').then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
  )
  context.skip(absent, 'promtool is not installed (Debian: apt-get install prometheus); the names were checked all the same')
  expect((await promtool('check', 'rules', 'alerts.yml')).stdout).toContain('SUCCESS')
  const alerts = await readAlerts()
  const cases = await readFile(`${folder}prometheus/alerts.test.yml`, 'utf8')
  expect(alerts.filter(({ title }) => !new RegExp(`alertname: ${title}\\n\\s+exp_alerts`).test(cases))).toEqual([])
  await promtool('test', 'rules', 'alerts.test.yml')
})
