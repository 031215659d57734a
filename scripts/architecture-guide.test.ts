import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const read = (page: string) => readFileSync(join(root, page), 'utf8')
const guide = read('docs/guides/architecture.md')

/** First and second cell of each row of the table `to change`. */
const rows = [...guide.matchAll(/^\| ([^|`]+) \| `([^`]+)` \|/gm)].map(([, change = '', start = '']) => ({ change: change.trim(), start }))

/** What a stranger asks for first. */
const asked = [
  'an endpoint',
  'a sampling field',
  'an error',
  'a metric',
  'a tool-call syntax',
  "the queue's order",
  'SSE frames',
  'a check',
  'a need',
  'the HTML report',
  'verification of weights',
  'a CLI option',
  'a docs page',
  'a benchmark',
  'the sandbox',
  'the config schema',
  "a model's lifecycle",
  'the restart after a crash',
  'health',
  'a known fault',
  'template rendering',
  'how a chat is truncated',
  'API keys, hosts and origins',
]

test.each(asked)('the guide says where to start to change %s', (change) => {
  expect(rows.map((row) => row.change)).toContain(change)
})

test.each(rows)('to change $change one starts at $start, which is there', ({ start }) => {
  expect(existsSync(join(root, start))).toBe(true)
})

test("every file on a request's way is there, and the way goes from the server through the core and back", () => {
  const way = /```text\n(.*?)```/s.exec(guide)?.[1] ?? ''
  const files = [...way.matchAll(/^(?:core|server)\/src\/\S+/gm)].map(([file]) => file)
  expect(files.filter((file) => !existsSync(join(root, 'packages', file)))).toEqual([])
  const packages = files.map((file) => file.split('/', 1)[0])
  expect(packages.filter((name, index) => name !== packages[index - 1])).toEqual(['server', 'core', 'server'])
})

const pages = globSync(['*.md', '.changeset/README.md', 'docs/**/*.md'], { cwd: root, exclude: ['**/node_modules', '**/site'] })

/** Made by a command, and there after it. */
const built = ['docs/site']

const sources = new Set(
  globSync('{packages,scripts,docs}/**/*.ts', { cwd: root, exclude: ['**/node_modules'] }).map((file) => basename(file)),
)

test.each(pages)('every file of the repository that %s names is there', (page) => {
  const paths = [...read(page).matchAll(/`((?:packages|scripts|models|docs|deploy)\/[\w./@-]+)`/g)].map(([, path = '']) => path)
  const alone = [...read(page).matchAll(/`([\w-]+(?:\.test)?\.ts)`/g)].map(([, name = '']) => name)
  expect(paths.filter((path) => !built.includes(path) && !existsSync(join(root, path)))).toEqual([])
  expect(alone.filter((name) => !sources.has(name))).toEqual([])
})

test.each(pages.filter((page) => page.startsWith('docs/decisions/')))('%s has at most a screen', (page) => {
  expect(read(page).trimEnd().split('\n').length).toBeLessThanOrEqual(40)
})
