import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { renderMetricDocs } from './render-metric-docs.ts'
import { writeOrCheck } from './write-or-check.ts'

const alerts = parse(readFileSync(join(import.meta.dirname, '../deploy/prometheus/alerts.yml'), 'utf8')).groups[0].rules
writeOrCheck('docs/guides/metrics.md', renderMetricDocs(alerts), 'the metric table')
