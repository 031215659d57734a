import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { type AlertRule, renderMetricDocs } from './render-metric-docs.ts'
import { writeOrCheck } from './write-or-check.ts'

const rulesFile = join(import.meta.dirname, '../deploy/prometheus/alerts.yml')
const { groups }: { groups: { rules: AlertRule[] }[] } = parse(readFileSync(rulesFile, 'utf8'))
const alerts = groups.flatMap(({ rules }) => rules)
writeOrCheck('docs/guides/metrics.md', renderMetricDocs(alerts), 'the metric table, or the alert rules,')
