import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { expect } from 'vitest'
import { check } from '../../src/check.ts'
import { repositoryRoot } from '../../src/repository-root.ts'

check(
  {
    proves: 'dependencies-clean',
    promise: 'Every dependency that is declared is used, and every one that is used is declared',
  },
  async ({ evidence }) => {
    const { code, output } = await runKnip()
    evidence.text('knip', `exit code ${code}\n${output}`)
    expect(output.trim()).toBe('')
    expect(code).toBe(0)
  },
)

const runKnip = () =>
  new Promise<{ code: number; output: string }>((resolve) => {
    const knip = join(repositoryRoot, 'node_modules/.bin/knip')
    execFile(knip, ['--dependencies', '--no-progress'], { cwd: repositoryRoot, timeout: 25_000 }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? -1) : 0, output: stdout + stderr }),
    )
  })
