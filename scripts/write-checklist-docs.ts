import { readCatalogue } from '@honestai/validation/catalogue'
import { renderChecklistDocs } from './render-checklist-docs.ts'
import { writeOrCheck } from './write-or-check.ts'

writeOrCheck('docs/retrospective.md', `${renderChecklistDocs(readCatalogue())}\n`, 'the checklist')
