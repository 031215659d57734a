import { readCatalogue } from '@honestai/validation/catalogue'
import { renderCheckDocs } from './render-check-docs.ts'
import { writeOrCheck } from './write-or-check.ts'

writeOrCheck('docs/checks.md', `${renderCheckDocs(readCatalogue())}\n`, 'the catalogue of checks')
