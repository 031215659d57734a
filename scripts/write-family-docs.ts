import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { extractUpstreamVocabularies } from '../packages/validation/src/asking/tokenizer/extract-upstream-vocabularies.ts'
import { renderFamilyDocs } from './render-family-docs.ts'
import { writeOrCheck } from './write-or-check.ts'

const folder = join(extractUpstreamVocabularies(), 'templates')
const templates = readdirSync(folder)
  .filter((name) => name.endsWith('.jinja'))
  .sort()
  .map((name) => ({ family: name.slice(0, -'.jinja'.length), text: readFileSync(join(folder, name), 'utf8') }))
writeOrCheck('docs/guides/model-families.md', renderFamilyDocs(templates), 'what is derived of the chat templates')
