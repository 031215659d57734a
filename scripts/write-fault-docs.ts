import { renderFaultDocs } from './render-fault-docs.ts'
import { writeOrCheck } from './write-or-check.ts'

writeOrCheck('docs/guides/known-faults.md', `${renderFaultDocs()}\n`, 'the table of known faults')
