import type { CatalogueEntry } from '@honestai/validation/catalogue'
import { expect, test } from 'vitest'
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

test('a row names the checks that settle it apart from those that support it', () => {
  const [row = ''] = renderChecklistDocs([entry]).split('<a id="no-hub-calls"></a>').slice(1)
  expect(row).toContain('*Settled by:* [no-network/serves-sealed](checks.md#serves-sealed) (the method *sealed*).')
  expect(row.split('<a id=')[0]).not.toContain('Supported by')
})

test('a row that no check settles says so', () => {
  expect(renderChecklistDocs([entry])).toContain('*Settled by:* no check yet.')
})
