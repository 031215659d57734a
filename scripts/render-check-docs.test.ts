import type { CatalogueEntry } from '@honestai/validation/catalogue'
import { expect, test } from 'vitest'
import { renderCheckDocs } from './render-check-docs.ts'

const entry: CatalogueEntry = {
  id: 'no-network/serves-sealed',
  suite: 'no-network',
  name: 'serves-sealed',
  file: '',
  promise: 'It serves <nothing> else',
  proves: ['no-hub-calls'],
  supports: ['local-only', 'docs-current'],
  method: 'sealed',
  profile: 'full',
  timeoutMs: 1,
  soaks: false,
}

test('a check stands under its suite with its promise, its rows, its method and its profile', () => {
  const page = renderCheckDocs([entry])
  expect(page).toContain('The 1 checks')
  expect(page).toMatch(
    /## no-network\n\n### serves-sealed\n\nIt serves &lt;nothing> else\.\n\nSettles \[no-hub-calls\]\(retrospective\.md#no-hub-calls\)/,
  )
  expect(page).toContain('by the method *sealed*. Supports [local-only](retrospective.md#local-only), [docs-current]')
  expect(page).toContain('Only with `--full`.')
})
