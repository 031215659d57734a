import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readModuleGraph } from './read-module-graph.ts'

function write(files: Record<string, string>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'module-graph-')))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

test('imports of every kind are followed, types and comments are not', () => {
  const folder = write({
    'main.ts': `import type { A } from './type-only.ts'
      import './static.ts'
      export * from "./again.ts"
      // import './in-a-comment.ts'
      const glob = '**/*.ts'
      await import('./dynamic.ts')
      const end = '*/'`,
    'static.ts': "require('./required.cjs')",
    'again.ts': "import './main.ts'",
    'dynamic.ts': "import './gone.ts'",
    'required.cjs': '',
    'type-only.ts': '',
    'in-a-comment.ts': '',
  })
  const { files, unresolved } = readModuleGraph([join(folder, 'main.ts')])
  expect([...files.keys()].map((file) => basename(file)).sort()).toEqual(['again.ts', 'dynamic.ts', 'main.ts', 'required.cjs', 'static.ts'])
  expect(unresolved).toEqual([{ file: join(folder, 'dynamic.ts'), specifier: './gone.ts' }])
})
