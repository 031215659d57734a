import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { check } from '../../src/check.ts'
import { repositoryRoot } from '../../src/repository-root.ts'
import { plainEnvironment } from '../../src/server-process/plain-environment.ts'

check(
  {
    supports: 'unit-tests',
    promise: 'The unit tests of the router run in this run of the gate; none fails and none is skipped',
    timeoutMs: 60_000,
  },
  async ({ temporaryFolder, evidence }) => {
    const report = join(temporaryFolder, 'unit.json')
    const output = await runVitest(['run', 'src/router', '--reporter=json', `--outputFile=${report}`])
    const { numTotalTests, numPassedTests, numFailedTests, numPendingTests, numTodoTests, startTime } = JSON.parse(
      readFileSync(report, 'utf8'),
    )
    evidence.json('unit-tests', { numTotalTests, numPassedTests, numFailedTests, numPendingTests, numTodoTests, startTime })
    evidence.text('output', output)
    expect(numTotalTests).toBeGreaterThan(0)
    expect({ numPassedTests, numFailedTests, numPendingTests, numTodoTests }).toEqual({
      numPassedTests: numTotalTests,
      numFailedTests: 0,
      numPendingTests: 0,
      numTodoTests: 0,
    })
  },
)

const runVitest = (parameters: string[]) =>
  new Promise<string>((resolve) => {
    const vitest = join(repositoryRoot, 'node_modules/vitest/vitest.mjs')
    const options = { cwd: join(repositoryRoot, 'packages/core'), env: plainEnvironment(), timeout: 50_000 }
    execFile(process.execPath, [vitest, ...parameters], options, (_error, stdout, stderr) => resolve(stdout + stderr))
  })
