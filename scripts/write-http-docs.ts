import { renderHttpDocs } from './render-http-docs.ts'
import { writeOrCheck } from './write-or-check.ts'

writeOrCheck('docs/http.md', await renderHttpDocs(), 'the OpenAPI document')
