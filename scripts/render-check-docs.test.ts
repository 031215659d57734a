import { expect, test } from 'vitest'
import { renderCheckDocs } from './render-check-docs.ts'
import { sampleCheck } from './sample-check.ts'

test('a check stands under its suite with its promise, its rows, its method and its profile', () => {
  const page = renderCheckDocs([sampleCheck])
  expect(page).toContain('The 1 checks')
  expect(page).toMatch(
    /## no-network\n\n### serves-isolated\n\nIt serves &lt;nothing> else\.\n\nSettles \[no-hub-calls\]\(retrospective\.md#no-hub-calls\)/,
  )
  expect(page).toContain('by the method *isolated*. Supports [local-only](retrospective.md#local-only), [docs-current]')
  expect(page).toContain('Only with `--full`.')
})
