import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderErrorDocs } from './render-error-docs.ts'

const page = join(import.meta.dirname, '../docs/errors.md')
const wanted = `${renderErrorDocs()}\n`

if (!process.argv.includes('--check')) {
  writeFileSync(page, wanted)
} else if (readFileSync(page, 'utf8') !== wanted) {
  console.error('docs/errors.md is not what the error table says. Run: node scripts/write-error-docs.ts')
  process.exitCode = 1
}
