import { expect, test } from 'vitest'
import { readImports } from './read-imports.ts'

test('every form of import is read with its line', () => {
  const source = [
    "import type { Config } from './type.ts'",
    "import './effect.ts'",
    '',
    "export { name, other } from './named.ts'",
    "export * from './all.ts'",
    "export const later = () => import('./dynamic.ts')",
    "export type Late = import('./inline.ts').Late",
  ].join('\n')
  const found = readImports('a.ts', source).map(({ line, specifier }) => `${line} ${specifier}`)
  expect(found.sort()).toEqual(['1 ./type.ts', '2 ./effect.ts', '4 ./named.ts', '5 ./all.ts', '6 ./dynamic.ts', '7 ./inline.ts'])
})
