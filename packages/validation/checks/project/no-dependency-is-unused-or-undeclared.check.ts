import { join } from 'node:path'
import { expect } from 'vitest'
import { repositoryRoot } from '../../src/base/repository-root.ts'
import { check } from '../../src/checks/check.ts'
import { runProgram } from '../../src/subject/run-program.ts'

check(
  {
    proves: 'dependencies-clean',
    promise: 'Every dependency that is declared is used, and every one that is used is declared',
  },
  async ({ evidence }) => {
    const knip = join(repositoryRoot, 'node_modules/.bin/knip')
    const { exitCode, output } = await runProgram(knip, ['--dependencies', '--no-progress'], { timeout: 25_000 })
    evidence.text('knip', `exit code ${exitCode}\n${output}`)
    expect(output.trim()).toBe('')
    expect(exitCode).toBe(0)
  },
)
