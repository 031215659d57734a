import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { z } from 'zod'
import { repositoryRoot } from '../../src/base/repository-root.ts'
import { check } from '../../src/checks/check.ts'
import { plainEnvironment } from '../../src/subject/server-process/server-process.ts'
import { tryLeaks } from '../../src/watching/leaks/try-leaks.ts'
import { cutArguments, readAttempts, whyNotCut } from '../../src/watching/network/cut/cut-process.ts'
import { requireCaught } from '../../src/watching/network/cut/require-caught.ts'

const core = join(repositoryRoot, 'packages/core')

const unitReport = z.object({
  numTotalTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(''),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).default([]) })),
    }),
  ),
})

check(
  {
    supports: ['local-only', 'no-hub-calls'],
    promise:
      'With the network cut in the process, by Node itself and in its HTTP clients, the unit-level paths of core do all their work and nothing of it tries to get out',
    profile: 'full',
    timeoutMs: 300_000,
  },
  async ({ temporaryFolder, evidence, skip }) => {
    const reason = whyNotCut()
    if (reason) skip(reason)
    const attemptsFile = join(temporaryFolder, 'attempts')
    const report = await runUnitTests(join(temporaryFolder, 'unit.json'), attemptsFile)
    const attempts = readAttempts(attemptsFile)
    const failed = report.testResults.filter(({ status }) => status !== 'passed')
    const controls = await tryLeaks('in-process', temporaryFolder, (leak) => {
      const file = join(temporaryFolder, `${leak.id}.attempts`)
      return {
        nodeArguments: cutArguments,
        environment: { ATTEMPTS_FILE: file },
        // To be noted is to be caught, for any attempt fails the check: Node tells of a socket of the file system, and lets it pass.
        judge: (outcome) => ({ caught: readAttempts(file).length > 0, by: { outcome, attempts: readAttempts(file) } }),
      }
    })
    evidence.json('controls', controls)
    evidence.json('unit-tests', {
      tests: report.numTotalTests,
      files: report.testResults.map(({ name }) => name.slice(core.length + 1)),
      leftOut: leftOut.map(({ tests, why }) => ({ tests, why })),
      attempts,
    })

    requireCaught(controls)
    expect(report.numTotalTests).toBeGreaterThan(200)
    expect(attempts, 'attempts to get out').toEqual([])
    expect(
      failed.map(({ name, message, assertionResults }) => ({
        name: name.slice(core.length + 1),
        message,
        tests: assertionResults.filter(({ status }) => status === 'failed'),
      })),
    ).toEqual([])
  },
)

/** Tests that open a socket of loopback or start a process, on purpose. */
const leftOut = [
  {
    why: 'They pull from a stand-in of a hub on loopback: pulling is the one act that dials.',
    tests: ['src/models/pull/*.test.ts'],
  },
  {
    why: 'They start engines, ask which sandbox layers there are, or load the native library, which tries itself in a process of its own. Engines are watched where they serve.',
    tests: [
      'src/engine/**/{create-tokenizer,damaged-weights,engines,memory-estimate,prepare-prompt,process-engine,token-bytes}.test.ts',
      'src/engine/**/{prefix-sharing,samplers,speculation,split-weights,step-messages}.test.ts',
      'src/{chat/grammar/answer-grammar,grammar/**/*,router/dispatch/choices,router/sandbox,examples}.test.ts',
    ],
  },
]

async function runUnitTests(outputFile: string, attemptsFile: string): Promise<z.infer<typeof unitReport>> {
  const vitest = join(repositoryRoot, 'node_modules/vitest/vitest.mjs')
  const config = join(repositoryRoot, 'packages/validation/src/watching/network/cut/vitest-cut.config.ts')
  const args = [vitest, 'run', '--root', core, '--config', config, '--reporter=json', `--outputFile=${outputFile}`]
  const environment = { ATTEMPTS_FILE: attemptsFile, EXCLUDED_TESTS: leftOut.flatMap(({ tests }) => tests).join(' ') }
  const words = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, { env: { ...plainEnvironment(), ...environment }, timeout: 280_000 }, (_, stdout, stderr) =>
      resolve(stdout + stderr),
    )
  })
  if (!existsSync(outputFile)) throw new Error(`The unit tests gave no report: ${words.slice(-1_000)}`)
  return unitReport.parse(JSON.parse(readFileSync(outputFile, 'utf8')))
}
