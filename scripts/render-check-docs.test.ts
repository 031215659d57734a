import { type CatalogueEntry, readCatalogue } from '@honestai/validation/catalogue'
import { checklist } from '@honestai/validation/checklist'
import { expect, test } from 'vitest'
import { renderCheckDocs } from './render-check-docs.ts'
import { renderChecklistDocs } from './render-checklist-docs.ts'

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

test('a row names the checks that settle it apart from those that support it', () => {
  const [row = ''] = renderChecklistDocs([entry]).split('<a id="no-hub-calls"></a>').slice(1)
  expect(row).toContain('*Settled by:* [no-network/serves-sealed](checks.md#serves-sealed) (the method *sealed*).')
  expect(row.split('<a id=')[0]).not.toContain('Supported by')
})

test('each row of the checklist is settled by a check that there is, and no name of a check stands twice', () => {
  const catalogue = readCatalogue()
  expect(checklist.filter(({ id }) => !catalogue.some(({ proves }) => proves.includes(id)))).toEqual([])
  expect(new Set(catalogue.map(({ name }) => name)).size).toBe(catalogue.length)
})
