import { errorCodes } from '@honestai/core'
import { expect, test } from 'vitest'
import { renderErrorDocs } from './render-error-docs.ts'

test.each(Object.keys(errorCodes))('%s has an anchor and its body', (code) => {
  const page = renderErrorDocs()
  expect(page).toContain(`<a id="${code}"></a>`)
  expect(page).toContain(`"docs": "/docs/errors#${code}"`)
})
