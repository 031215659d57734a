import type { CatalogueEntry } from '@honestai/validation/catalogue'

/** A check as the pages of the docs are made from it, for their tests. */
export const sampleCheck: CatalogueEntry = {
  id: 'no-network/serves-isolated',
  suite: 'no-network',
  name: 'serves-isolated',
  file: '',
  promise: 'It serves <nothing> else',
  proves: ['no-hub-calls'],
  supports: ['local-only', 'docs-current'],
  method: 'isolated',
  profile: 'full',
  timeoutMs: 1,
  soaks: false,
}
