import { dirname, join } from 'node:path/posix'
import type { Import, Violation } from './find-layer-violations.ts'

/** Finds circles among imports of files, those of types only too. Tells the shortest way around for each file that is on no circle told before. */
export function findImportCircles(imports: readonly Import[]): Violation[] {
  const byFile = new Map<string, Import[]>()
  for (const statement of imports) byFile.set(statement.file, [...(byFile.get(statement.file) ?? []), statement])
  const found: Violation[] = []
  const told = new Set<string>()
  for (const file of byFile.keys()) {
    if (told.has(file)) continue
    const way = shortestWayBack(file, byFile)
    const [first] = way
    if (!first) continue
    for (const step of way) told.add(step.file)
    const circle = [...way.map((step) => step.file), file].join(' → ')
    found.push({ ...first, rule: `imports go in a circle, ${circle}; move what both sides need into a file that imports neither` })
  }
  return found
}

/** The fewest imports that lead from a file to itself; none where no way does. */
function shortestWayBack(file: string, byFile: ReadonlyMap<string, readonly Import[]>): Import[] {
  const ways: Import[][] = (byFile.get(file) ?? []).map((statement) => [statement])
  const seen = new Set<string>()
  for (let way = ways.shift(); way; way = ways.shift()) {
    const target = targetOf(way.at(-1) as Import)
    if (target === file) return way
    if (target === undefined || seen.has(target)) continue
    seen.add(target)
    for (const next of byFile.get(target) ?? []) ways.push([...way, next])
  }
  return []
}

const targetOf = ({ file, specifier }: Import) => (specifier.startsWith('.') ? join(dirname(file), specifier) : undefined)
