import { expect, test } from 'vitest'

test('exports exactly these names', async () => {
  expect(Object.keys(await import('./index.ts')).sort()).toEqual(['buildServer', 'metricTable', 'startServer'])
})
