import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'oxc-parser'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** Entry points of the published packages: the name to import, and the file behind it. */
const entries = ['packages/core', 'packages/server'].flatMap((folder) => {
  const { name, exports } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
    name: string
    exports: Record<string, string>
  }
  return Object.entries(exports).map(([path, file]) => ({ entry: join(name, path), file: join(root, folder, file) }))
})

/** What an entry point exports, sorted; types are marked. */
function namesOf(file: string): string[] {
  const { module } = parseSync(file, readFileSync(file, 'utf8'))
  const names = module.staticExports.flatMap(({ entries: all }) =>
    all.map(({ exportName, isType }) => `${isType ? 'type ' : ''}${exportName.name}`),
  )
  return names.sort()
}

test('the public names are exactly those in public-exports.txt; a change of them needs a changeset, and `vitest -u` here', async () => {
  const lines = entries.flatMap(({ entry, file }) => [entry, ...namesOf(file).map((name) => `  ${name}`), ''])
  await expect(lines.join('\n')).toMatchFileSnapshot('public-exports.txt')
})

test.each(entries)('at run time $entry has the names that are no types', async ({ file }) => {
  expect(Object.keys(await import(file)).sort()).toEqual(namesOf(file).filter((name) => !name.startsWith('type ')))
})
