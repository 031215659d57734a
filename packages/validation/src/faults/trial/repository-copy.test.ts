import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { plainEnvironment } from '../../subject/server-process/server-process.ts'
import { StaleChange } from '../apply-changes.ts'
import { copyRepository, NeedsOtherPackages } from './repository-copy.ts'

const root = mkdtempSync(join(tmpdir(), 'honestai-copy-'))
afterAll(() => rmSync(root, { recursive: true }))

execFileSync('git', ['init', '--quiet'], { cwd: root, env: plainEnvironment() })
for (const folder of ['node_modules/registry', 'packages/one', 'packages/two/node_modules'])
  mkdirSync(join(root, folder), { recursive: true })
writeFileSync(join(root, '.gitignore'), 'node_modules/\nreports/\nsecret.txt\n')
writeFileSync(join(root, 'secret.txt'), 'not for copies')
writeFileSync(join(root, 'node_modules/registry/index.js'), 'shared')
writeFileSync(join(root, 'packages/one/index.ts'), 'one')
writeFileSync(join(root, 'packages/two/package.json'), '{}')
symlinkSync('../../one', join(root, 'packages/two/node_modules/one'))

const change = { file: 'packages/one/index.ts', find: 'one', replace: 'broken' }

test('a change is seen through the links between packages, in the copy only, and taken back', async () => {
  using copy = copyRepository(root)
  const throughLink = join(copy.folder, 'packages/two/node_modules/one/index.ts')
  const seen = await copy.withChanges([change], async () => [
    readFileSync(throughLink, 'utf8'),
    readFileSync(join(root, change.file), 'utf8'),
    readFileSync(join(copy.folder, 'node_modules/registry/index.js'), 'utf8'),
  ])
  expect(seen).toEqual(['broken', 'one', 'shared'])
  expect(readFileSync(throughLink, 'utf8')).toBe('one')
})

test('what git ignores is not copied, and a copy can be copied', () => {
  using copy = copyRepository(root)
  using second = copyRepository(copy.folder)
  expect(existsSync(join(copy.folder, 'secret.txt'))).toBe(false)
  expect(readFileSync(join(second.folder, 'packages/two/node_modules/one/index.ts'), 'utf8')).toBe('one')
})

test('a run that leaves something behind is refused', async () => {
  using copy = copyRepository(root)
  const leave = async () => writeFileSync(join(copy.folder, 'left.txt'), '')
  await expect(copy.withChanges([change], leave)).rejects.toThrow('left.txt')
})

test('a stale change changes nothing', async () => {
  using copy = copyRepository(root)
  const stale = { ...change, find: 'gone' }
  await expect(copy.withChanges([change, stale], async () => undefined)).rejects.toThrow(StaleChange)
  expect(readFileSync(join(copy.folder, change.file), 'utf8')).toBe('one')
})

test('nothing is left when a copy is disposed of', () => {
  const copy = copyRepository(root)
  copy[Symbol.dispose]()
  expect(existsSync(copy.folder)).toBe(false)
})

test('a revision is copied as it was, and one that needs other packages is refused', () => {
  const commit = (message: string) =>
    execFileSync('git', ['-c', 'user.name=n', '-c', 'user.email=e', 'commit', '--quiet', '--all', '--message', message], {
      cwd: root,
      env: plainEnvironment(),
    })
  writeFileSync(join(root, 'pnpm-lock.yaml'), 'one')
  execFileSync('git', ['add', '--all'], { cwd: root, env: plainEnvironment() })
  commit('first')
  writeFileSync(join(root, change.file), 'later')
  using copy = copyRepository(root, 'HEAD')
  expect(readFileSync(join(copy.folder, change.file), 'utf8')).toBe('one')
  expect(readFileSync(join(copy.folder, 'node_modules/registry/index.js'), 'utf8')).toBe('shared')

  writeFileSync(join(root, 'pnpm-lock.yaml'), 'two')
  expect(() => copyRepository(root, 'HEAD')).toThrow(NeedsOtherPackages)
})
