import { parseSync } from 'oxc-parser'
import type { Import } from './find-layer-violations.ts'

/** Reads every import of a module: `import`, `export … from`, and `import()` of a literal. */
export function readImports(file: string, source: string): Import[] {
  const { module } = parseSync(file, source)
  const requests = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest),
    ...module.staticExports.flatMap(({ entries }) => entries[0]?.moduleRequest ?? []),
    ...module.dynamicImports.map(({ moduleRequest: { start, end } }) => ({ start, value: source.slice(start + 1, end - 1) })),
  ]
  return requests.map(({ start, value }) => ({ file, line: source.slice(0, start).split('\n').length, specifier: value }))
}
