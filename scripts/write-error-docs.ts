import { renderErrorDocs } from './render-error-docs.ts'
import { writeOrCheck } from './write-or-check.ts'

writeOrCheck('docs/errors.md', `${renderErrorDocs()}\n`, 'the error table')
