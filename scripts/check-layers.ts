import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findCrowdedFolders } from './layers/find-crowded-folders.ts'
import { findImportCircles } from './layers/find-import-circles.ts'
import { findLayerViolations } from './layers/find-layer-violations.ts'
import { findRoomViolations } from './layers/find-room-violations.ts'
import { readImports } from './layers/read-imports.ts'

const root = join(import.meta.dirname, '..')
const files = globSync('packages/*/{src,checks}/**/*.ts', { cwd: root })
const imports = files.flatMap((file) => readImports(file, readFileSync(join(root, file), 'utf8')))
const sources = globSync('packages/*/src/**', { cwd: root, withFileTypes: true, exclude: ['**/node_modules'] })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1))

const violations = [...findLayerViolations(imports), ...findRoomViolations(imports), ...findImportCircles(imports)]
const crowded = findCrowdedFolders(sources)

for (const { file, line, specifier, rule } of violations) console.error(`${file}:${line} imports ${specifier}: ${rule}.`)
for (const sentence of crowded) console.error(sentence)
console.log(
  `${imports.length} imports in ${files.length} files, ${violations.length} against the arrows; ${crowded.length} folders too full.`,
)
process.exitCode = violations.length + crowded.length === 0 && files.length > 0 ? 0 : 1
