import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

const root = join(import.meta.dirname, '..')
const packages = ['models/canary', 'packages/core', 'packages/server', 'packages/validation'].map(
  (folder) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as { name: string; version: string },
)
const names = packages.map(({ name }) => name)
const changesets = globSync('.changeset/*.md', { cwd: root })
  .filter((file) => basename(file) !== 'README.md')
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }))

test('all packages with a version have the same, as .changeset/config.json says', () => {
  const { fixed } = JSON.parse(readFileSync(join(root, '.changeset/config.json'), 'utf8')) as { fixed: [string[]] }
  expect([...fixed[0]].sort()).toEqual([...names].sort())
  expect(new Set(packages.map(({ version }) => version)).size).toBe(1)
})

test.each(changesets)('$file says which packages change, how much, and what their users should know', ({ text }) => {
  const [, head = '', body = ''] = /^---\n(.*?)\n---\n(.*)$/s.exec(text) ?? []
  const bumps = Object.entries((parse(head) ?? {}) as Record<string, string>)
  expect(bumps.length).toBeGreaterThan(0)
  for (const [name, bump] of bumps) expect([names.includes(name), bump]).toEqual([true, expect.stringMatching(/^(major|minor|patch)$/)])
  expect(body.trim()).not.toBe('')
  // The text moves to the changelog of each package, from where the link would lead elsewhere.
  expect(body).not.toMatch(/\]\((?!https:)/)
})
