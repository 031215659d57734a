import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { parse } from 'yaml'
import { readMetrics } from '../../src/asking/read-metrics.ts'
import { repositoryRoot } from '../../src/base/repository-root.ts'
import { check } from '../../src/checks/check.ts'

/** Prometheus knows these by itself. */
const byPrometheus = ['up']

check(
  {
    proves: 'error-rates',
    promise:
      'Every alert rule and every panel of the dashboard asks for metrics, and for values of their labels, that the running server exports after it answered, refused and failed; one of them watches the share of failures',
    timeoutMs: 60_000,
  },
  async ({ server, weights, evidence }) => {
    await server.chat('Say hi.', { max_tokens: 2 })
    await server.request('/v1/chat/completions', { body: { model: 'no-such-model', messages: [{ role: 'user', content: 'Hi.' }] } })
    const samples = await readMetrics(server)
    const exported = new Set(samples.map(({ name }) => name))
    const alerts = parse(readFileSync(join(repositoryRoot, 'deploy/prometheus/alerts.yml'), 'utf8'))
    const dashboard = JSON.parse(readFileSync(join(repositoryRoot, 'deploy/grafana/honestai.json'), 'utf8'))
    const rules: { title: string; expr: string }[] = [
      ...alerts.groups.flatMap(({ rules }: { rules: { alert: string; expr: string }[] }) =>
        rules.map(({ alert, expr }) => ({ title: alert, expr })),
      ),
      ...dashboard.panels.flatMap(({ title, targets = [] }: { title: string; targets?: { expr: string }[] }) =>
        targets.map(({ expr }) => ({ title, expr })),
      ),
    ]
    const uses = rules.map(({ title, expr }) => ({ title, expr, names: metricNamesIn(expr) }))
    evidence.json('rules', { uses, exported: [...exported] })

    expect(alerts.groups.length && dashboard.panels.length).toBeGreaterThan(0)
    for (const { title, expr, names } of uses) {
      expect(names.length, `${title}: ${expr}`).toBeGreaterThan(0)
      expect(
        names.filter((name) => !exported.has(name) && !byPrometheus.includes(name)),
        title,
      ).toEqual([])
    }
    const watchesFailures = uses.filter(({ expr }) => /honestai_http_requests_total\{[^}]*outcome="failure"/.test(expr))
    expect(watchesFailures.length, 'rules that watch the share of failures').toBeGreaterThan(0)
    expect(samples, `requests to ${weights.id} that were answered, and those that were refused`).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          name: 'honestai_http_requests_total',
          labels: expect.objectContaining({ outcome: 'success', model: weights.id }),
        }),
        expect.objectContaining({
          name: 'honestai_http_requests_total',
          labels: expect.objectContaining({ outcome: 'refused', code: 'model_not_found' }),
        }),
      ]),
    )
  },
)

/** Names of series in a query: words with an underscore that are followed by a selector, a range or an end, and no function. */
const metricNamesIn = (expr: string): string[] =>
  [...expr.matchAll(/\b(honestai_\w+|process_\w+|nodejs_\w+|up)\b(?!\()/g)].map(([, name = '']) => name)
