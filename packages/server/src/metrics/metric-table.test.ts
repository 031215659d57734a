import { expect, test } from 'vitest'
import { type MetricRow, metricTable } from './metric-table.ts'

const rows: [string, MetricRow][] = Object.entries(metricTable)

test.each(rows)("%s is named by Prometheus's rules", (name, { kind, unit, labels, help, buckets }) => {
  expect(name).toMatch(/^honestai_[a-z]+(_[a-z]+)*$/)
  expect(name.endsWith('_total')).toBe(kind === 'counter')
  if (unit === 'seconds' || unit === 'bytes') expect(name).toMatch(new RegExp(`_${unit}$`))
  expect(labels.filter((label) => !/^[a-z]+$/.test(label) || label === 'le')).toEqual([])
  expect(help).toMatch(/^\S.*\.$/)
  expect(buckets !== undefined).toBe(kind === 'histogram')
  expect(buckets?.toSorted((one, other) => one - other)).toEqual(buckets)
})
