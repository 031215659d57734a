import { metricTable } from '@honestai/server'
import { expect, test } from 'vitest'
import { renderMetricDocs } from './render-metric-docs.ts'

test.each(Object.entries(metricTable))('%s stands on the page with its kind and meaning', (name, { kind, help }) => {
  expect(renderMetricDocs()).toMatch(new RegExp(`\\| \`${name}\` \\| ${kind} \\|.*`))
  expect(renderMetricDocs()).toContain(help)
})
