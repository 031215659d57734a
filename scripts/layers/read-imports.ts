import { parseSync, Visitor } from 'oxc-parser'
import type { Import } from './find-layer-violations.ts'

/** Reads every import of a module: `import`, `export … from`, `import()` of a literal, and `import()` in a type. */
export function readImports(file: string, source: string): Import[] {
  const parsed = parseSync(file, source)
  const { module } = parsed
  const requests = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest),
    ...module.staticExports.flatMap(({ entries }) => entries[0]?.moduleRequest ?? []),
    ...module.dynamicImports.map(({ moduleRequest: { start, end } }) => ({ start, value: source.slice(start + 1, end - 1) })),
  ]
  // Only the tree tells these, and most files have none.
  if (source.includes('import(')) {
    new Visitor({ TSImportType: ({ source: { start, value } }) => void requests.push({ start, value }) }).visit(parsed.program)
  }
  return requests.map(({ start, value }) => ({ file, line: source.slice(0, start).split('\n').length, specifier: value }))
}
