import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { runVariable } from '../../subject/sweep-processes.ts'
import { makeCopyFolder, removeCopyFolders } from './copy-folders.ts'

const root = mkdtempSync(join(tmpdir(), 'honestai-copies-'))
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(root, { recursive: true, force: true })
})

test('what a run has left is removed with it, and nothing of another run', () => {
  const make = (runs: string) => {
    vi.stubEnv(runVariable, runs)
    const folder = makeCopyFolder(root)
    writeFileSync(join(folder, 'file'), '')
    return folder
  }
  const left = make('outer-run inner-run')
  const others = make('outer-run')
  removeCopyFolders(root, 'inner-run')
  expect([existsSync(left), existsSync(others)]).toEqual([false, true])
})

test('where no run has made any, there is nothing to remove', () => {
  expect(() => removeCopyFolders(root, 'a-run')).not.toThrow()
})
