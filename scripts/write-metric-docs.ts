import { renderMetricDocs } from './render-metric-docs.ts'
import { writeOrCheck } from './write-or-check.ts'

writeOrCheck('docs/guides/metrics.md', renderMetricDocs(), 'the metric table')
