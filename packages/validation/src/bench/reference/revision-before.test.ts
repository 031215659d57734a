import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { plainEnvironment } from '../../subject/server-process/server-process.ts'
import { revisionBefore } from './revision-before.ts'

test('changed files are beside their commit, unchanged ones beside the commit before, and a first commit beside itself', () => {
  const root = mkdtempSync(join(tmpdir(), 'honestai-revision-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const git = (...parameters: string[]) => execFileSync('git', parameters, { cwd: root, env: plainEnvironment() })
  const commit = (text: string) => {
    writeFileSync(join(root, 'file.txt'), text)
    git('add', '--all')
    git('-c', 'user.name=n', '-c', 'user.email=e', 'commit', '--quiet', '--message', text)
  }
  git('init', '--quiet')
  commit('first')
  expect(revisionBefore(root)).toBe('HEAD')
  commit('second')
  expect(revisionBefore(root)).toBe('HEAD~1')
  writeFileSync(join(root, 'file.txt'), 'third')
  expect(revisionBefore(root)).toBe('HEAD')
})
