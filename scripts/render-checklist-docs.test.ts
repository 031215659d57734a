import { expect, test } from 'vitest'
import { renderChecklistDocs } from './render-checklist-docs.ts'
import { sampleCheck } from './sample-check.ts'

test('a row names the checks that settle it apart from those that support it', () => {
  const [row = ''] = renderChecklistDocs([sampleCheck]).split('<a id="no-hub-calls"></a>').slice(1)
  expect(row).toContain('*Settled by:* [no-network/serves-isolated](checks.md#serves-isolated) (the method *isolated*).')
  expect(row.split('<a id=')[0]).not.toContain('Supported by')
})

test('a row that no check settles says so', () => {
  expect(renderChecklistDocs([sampleCheck])).toContain('*Settled by:* no check yet.')
})
