import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { whyNotAttest } from './why-not-attest.ts'

const lockfile = `importers:
  .:
    dependencies:
      zod:
        specifier: ^4.0.0
        version: 4.0.0
`

/** A repository with one dependency, installed and committed. */
function createRepository(): string {
  const folder = mkdtempSync(join(tmpdir(), 'attest-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], { cwd: folder })
  git('init', '--quiet')
  writeFileSync(join(folder, '.gitignore'), 'node_modules\n')
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ dependencies: { zod: '^4.0.0' } }))
  writeFileSync(join(folder, 'pnpm-lock.yaml'), lockfile)
  mkdirSync(join(folder, 'node_modules/.pnpm'), { recursive: true })
  writeFileSync(join(folder, 'node_modules/.pnpm/lock.yaml'), lockfile)
  git('add', '--all')
  git('commit', '--quiet', '--message', 'All')
  return folder
}

test('a clean tree whose packages are those of the lockfile can be attested', () => {
  expect(whyNotAttest(createRepository())).toBeUndefined()
})

test.each([
  {
    title: 'changes',
    spoil: (folder: string) => writeFileSync(join(folder, 'new.txt'), ''),
    why: 'The working tree has changes',
  },
  {
    title: 'other packages',
    spoil: (folder: string) => writeFileSync(join(folder, 'node_modules/.pnpm/lock.yaml'), 'importers: {}\n'),
    why: 'What is installed is not',
  },
  {
    title: 'a manifest that asks for more than is locked',
    spoil: (folder: string) => {
      writeFileSync(join(folder, 'package.json'), JSON.stringify({ dependencies: { zod: '^4.0.0', openai: '^7.0.0' } }))
      execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '--quiet', '--all', '--message', 'More'], {
        cwd: folder,
      })
    },
    why: 'pnpm-lock.yaml does not match package.json',
  },
  { title: 'no repository', spoil: (folder: string) => rmSync(join(folder, '.git'), { recursive: true }), why: 'no git repository' },
])('$title is refused', ({ spoil, why }) => {
  const folder = createRepository()
  spoil(folder)
  expect(whyNotAttest(folder)).toContain(why)
})
