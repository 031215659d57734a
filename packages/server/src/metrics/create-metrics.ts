import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { type MetricLabels, type MetricName, type MetricRow, metricTable } from './metric-table.ts'

type NameOf<Kind extends MetricRow['kind']> = {
  [Name in MetricName]: (typeof metricTable)[Name]['kind'] extends Kind ? Name : never
}[MetricName]

/** The metrics of one server, each by its name in the table. */
export type Metrics = {
  /** Adds to a counter, 1 by default. */
  count<Name extends NameOf<'counter'>>(name: Name, labels: MetricLabels<Name>, by?: number): void
  /** Sets a gauge. */
  set<Name extends NameOf<'gauge'>>(name: Name, labels: MetricLabels<Name>, value: number): void
  /** Adds an observation to a histogram. */
  observe<Name extends NameOf<'histogram'>>(name: Name, labels: MetricLabels<Name>, value: number): void
  /** All of them in Prometheus's text format. */
  text(): Promise<string>
}

/**
 * Makes the metrics of the table in a registry of their own, so that several servers in one process do not count for each other.
 *
 * @example
 * const metrics = createMetrics()
 * metrics.count('honestai_engine_crashes_total', { model: 'canary' })
 */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const made = new Map(Object.entries(metricTable).map(([name, row]) => [name, make(name, row, registry)]))
  return {
    count: (name, labels, by = 1) => (made.get(name) as Counter).inc(labels, by),
    set: (name, labels, value) => (made.get(name) as Gauge).set(labels, value),
    observe: (name, labels, value) => (made.get(name) as Histogram).observe(labels, value),
    text: () => registry.metrics(),
  }
}

function make(name: string, { kind, labels, help, buckets }: MetricRow, registry: Registry): Counter | Gauge | Histogram {
  const options = { name, help, labelNames: [...labels], registers: [registry] }
  switch (kind) {
    case 'counter':
      return new Counter(options)
    case 'gauge':
      return new Gauge(options)
    case 'histogram':
      return new Histogram({ ...options, ...(buckets && { buckets: [...buckets] }) })
  }
}
