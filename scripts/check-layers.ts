import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findLayerViolations } from './find-layer-violations.ts'
import { readImports } from './read-imports.ts'

const root = join(import.meta.dirname, '..')
const files = globSync('packages/*/{src,checks}/**/*.ts', { cwd: root })
const imports = files.flatMap((file) => readImports(file, readFileSync(join(root, file), 'utf8')))
const violations = findLayerViolations(imports)

for (const { file, line, specifier, rule } of violations) console.error(`${file}:${line} imports ${specifier}: ${rule}.`)
console.log(`${imports.length} imports in ${files.length} files, ${violations.length} against the arrows.`)
process.exitCode = violations.length === 0 && files.length > 0 ? 0 : 1
