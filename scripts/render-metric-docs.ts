import { type MetricRow, metricTable } from '@honestai/server'

/** A rule of deploy/prometheus/alerts.yml. */
export type AlertRule = {
  alert: string
  expr: string
  for?: string
  labels: { severity: string }
  annotations: { summary: string; description: string }
}

/** The page docs/guides/metrics.md: how to collect metrics, every one of the table, and what each alert means. */
export function renderMetricDocs(alerts: readonly AlertRule[]): string {
  const rows: [string, MetricRow][] = Object.entries(metricTable)
  return `${head}
| metric | kind | unit | labels | |
| --- | --- | --- | --- | --- |
${rows.map(([name, row]) => renderRow(name, row)).join('\n')}

The buckets of the histograms, in seconds:

| metric | upper bounds |
| --- | --- |
${rows.flatMap(([name, { buckets }]) => (buckets ? [`| \`${name}\` | ${buckets.join(', ')} |`] : [])).join('\n')}

## Alerts

What each rule of [\`deploy/prometheus/alerts.yml\`](../../deploy/prometheus/alerts.yml) means, and what to look at first. None watches \`/readyz\`: a
balancer or Kubernetes does that, and [health](health.md#why-readiness-says-503) tells why it says 503.

${alerts.map(renderAlert).join('\n\n')}
`
}

const renderAlert = ({ alert, expr, for: lasting, labels, annotations }: AlertRule) => `### ${alert}

${fillIn(annotations.summary)} *${labels.severity}*${lasting === undefined ? '' : `, once it has lasted ${lasting}`}.

${annotations.description}

\`\`\`text
${expr.trim()}
\`\`\``

/** Prometheus fills in labels and values; the page names them. */
const fillIn = (template: string) => template.replace(/\{\{ \$(?:labels\.)?(\w+)[^}]*\}\}/g, '`<$1>`')

const renderRow = (name: string, { kind, unit, labels, help }: MetricRow) =>
  `| \`${name}\` | ${kind} | ${unit === 'none' ? '' : unit} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${help} |`

const head = `---
title: Metrics
group: Guides
---

# Metrics

<!-- Written by scripts/write-metric-docs.ts from packages/server/src/metrics/metric-table.ts and deploy/prometheus/alerts.yml. Do not edit: run \`node scripts/write-metric-docs.ts\`. -->

\`GET /metrics\` answers in Prometheus's text format. Where the server has keys, it asks for one:

\`\`\`yaml
scrape_configs:
  - job_name: honestai
    authorization: { credentials_file: /etc/prometheus/honestai.key }
    static_configs: [{ targets: ['127.0.0.1:8080'] }]
\`\`\`

- [\`deploy/prometheus/alerts.yml\`](../../deploy/prometheus/alerts.yml) alerts on a server that is down, on errors, on a failed model, on an
  engine that keeps dying, on a full queue and on slow first tokens. \`promtool test rules alerts.test.yml\` shows when each fires.
- [\`deploy/grafana/honestai.json\`](../../deploy/grafana/honestai.json) is a dashboard: import it and choose the data source.

No label takes a value that a client chooses: \`route\` is the pattern of a route, \`model\` an id of the config, \`code\` one of the
[error table](../errors.md); what has none of them says \`none\`. An \`outcome\` is \`success\`, \`refused\` (the caller has to mend something),
\`failure\` (the server's fault) or \`cancelled\` (the caller left). \`process_…\` and \`nodejs_…\` describe the server's own process; engines are
processes of their own, whose memory is \`honestai_model_memory_bytes\`.
`
