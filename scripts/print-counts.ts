import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { countResults } from './count-results.ts'

const root = join(import.meta.dirname, '..')
const read = (pattern: string) =>
  globSync(pattern, { cwd: root }).map((file) => JSON.parse(readFileSync(join(root, file), 'utf8')) as unknown)

const unitReports = read('{packages/*,scripts}/reports/unit.json')
const { passed, failed, failures } = countResults(unitReports, read('reports/latest/result.json'), process.argv.slice(2))
for (const failure of failures) console.log(failure.replace(`${root}/`, ''))
console.log(`${passed} passed, ${failed} failed`)
