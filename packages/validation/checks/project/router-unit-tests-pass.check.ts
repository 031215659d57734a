import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { repositoryRoot } from '../../src/base/repository-root.ts'
import { check } from '../../src/checks/check.ts'
import { routerMutants } from '../../src/faults/router-mutants.ts'
import { copyRepository } from '../../src/faults/trial/repository-copy.ts'
import { readEnvironment } from '../../src/run/surroundings/read-environment.ts'
import { runProgram } from '../../src/subject/run-program.ts'

const leastBranches = 90

check(
  {
    proves: 'unit-tests',
    promise:
      'The unit tests of the router run in this run of the gate: none fails, none is skipped, they reach nine tenths of its branches, and a mistake planted in its code, chosen by the commit, makes them fail',
    timeoutMs: 240_000,
  },
  async ({ profile, temporaryFolder, evidence }) => {
    const counts = await runTests(repositoryRoot, join(temporaryFolder, 'unit.json'), [
      ...['--coverage.enabled', '--coverage.provider=v8', '--coverage.include=src/router/**/*.ts', '--coverage.reporter=json-summary'],
      // Else a failing test leaves no summary, and the check breaks where it should fail.
      '--coverage.reportOnFailure',
      `--coverage.reportsDirectory=${temporaryFolder}/coverage`,
    ])
    const { branches } = JSON.parse(readFileSync(join(temporaryFolder, 'coverage/coverage-summary.json'), 'utf8')).total

    const seed = Number.parseInt(
      createHash('sha256')
        .update(readEnvironment().commit ?? '')
        .digest('hex')
        .slice(0, 8),
      16,
    )
    const mutants =
      profile === 'full' ? routerMutants : [routerMutants[seed % routerMutants.length] ?? { mistake: '', file: '', find: '', replace: '' }]
    using copy = copyRepository(repositoryRoot)
    const planted = []
    for (const [index, mutant] of mutants.entries()) {
      const report = join(temporaryFolder, `mutant-${index}.json`)
      planted.push({ mistake: mutant.mistake, ...(await copy.withChanges([mutant], () => runTests(copy.folder, report, ['--bail=1']))) })
    }
    evidence.json('unit-tests', { counts, branches, planted })

    expect(counts.numTotalTests).toBeGreaterThan(0)
    expect(counts.failures).toEqual([])
    expect(counts).toMatchObject({ numPassedTests: counts.numTotalTests, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 })
    expect(branches.pct, 'branches of the router that its tests reach, in per cent').toBeGreaterThanOrEqual(leastBranches)
    for (const { mistake, numTotalTests, numFailedTests } of planted) {
      expect(numTotalTests, mistake).toBeGreaterThan(0)
      expect(numFailedTests, `tests that notice: ${mistake}`).toBeGreaterThan(0)
    }
  },
)

type Counts = Record<'numTotalTests' | 'numPassedTests' | 'numFailedTests' | 'numPendingTests' | 'numTodoTests', number> & {
  failures: { test: string; message: string | undefined }[]
}

/** What of Vitest's JSON report is read. */
type Report = Omit<Counts, 'failures'> & {
  testResults: { assertionResults: { fullName: string; status: string; failureMessages: string[] }[] }[]
}

/** Runs the router's unit tests of a repository. */
async function runTests(root: string, report: string, parameters: readonly string[]): Promise<Counts> {
  const vitest = join(repositoryRoot, 'node_modules/vitest/vitest.mjs')
  const words = [vitest, 'run', 'src/router', '--reporter=json', `--outputFile=${report}`, ...parameters]
  await runProgram(process.execPath, words, { cwd: join(root, 'packages/core'), timeout: 200_000 })
  const { numTotalTests, numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }: Report = JSON.parse(
    readFileSync(report, 'utf8'),
  )
  const failures = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => ({ test: fullName, message: failureMessages[0] }))
  return { numTotalTests, numPassedTests, numFailedTests, numPendingTests, numTodoTests, failures }
}
