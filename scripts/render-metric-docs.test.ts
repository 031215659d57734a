import { metricTable } from '@honestai/server'
import { expect, test } from 'vitest'
import { renderMetricDocs } from './render-metric-docs.ts'

test.each(Object.entries(metricTable))('%s stands on the page with its kind and meaning', (name, { kind, help }) => {
  expect(renderMetricDocs([])).toMatch(new RegExp(`\\| \`${name}\` \\| ${kind} \\|.*`))
  expect(renderMetricDocs([])).toContain(help)
})

test('an alert has a heading, what it says with its labels named, how grave it is, and its rule', () => {
  const page = renderMetricDocs([
    {
      alert: 'TooMany',
      expr: 'rate(x[5m]) > 1\n',
      for: '2m',
      labels: { severity: 'warning' },
      annotations: { summary: '{{ $value | humanizePercentage }} of {{ $labels.model }} fail.', description: 'Look at it.' },
    },
  ])
  expect(page).toContain(
    '### TooMany\n\n`<value>` of `<model>` fail. *warning*, once it has lasted 2m.\n\nLook at it.\n\n```text\nrate(x[5m]) > 1\n```\n',
  )
})
