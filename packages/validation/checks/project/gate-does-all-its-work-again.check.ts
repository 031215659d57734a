import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { repositoryRoot } from '../../src/base/repository-root.ts'
import { result as resultSchema } from '../../src/base/result.ts'
import { SubjectFailure } from '../../src/base/subject-failure.ts'
import { check } from '../../src/checks/check.ts'
import { runProgram } from '../../src/subject/run-program.ts'

const neverCached = ['validate', 'bench', 'serve', 'pull', 'models']

check(
  {
    proves: 'validation-script',
    promise: 'One command runs the gate; a second run does all its work again, and its exit code follows from its own result',
    timeoutMs: 90_000,
  },
  async ({ temporaryFolder, evidence }) => {
    const first = await runScript(join(temporaryFolder, 'first'))
    const second = await runScript(join(temporaryFolder, 'second'))
    const turbo = JSON.parse(readFileSync(join(repositoryRoot, 'turbo.json'), 'utf8'))
    const { scripts } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8'))
    evidence.json('runs', { first, second, turboTasks: Object.keys(turbo.tasks), scripts })

    for (const { exitCode, result } of [first, second]) {
      expect(result.exitCode).toBe(exitCode)
      expect(result.checks.map(({ id, status }) => [id, status])).toEqual([['error-scenario/no-error-code-is-left-out', 'pass']])
      expect(result.partial).not.toBeNull()
    }
    expect(second.result.runId).not.toBe(first.result.runId)
    expect(Date.parse(second.result.startedAt)).toBeGreaterThanOrEqual(Date.parse(first.result.endedAt))
    expect(Date.parse(second.result.checks[0]?.startedAt ?? '')).toBeGreaterThan(Date.parse(second.result.startedAt))
    expect(second.reports).toEqual(['result.json', 'report.html', 'report.md', 'junit.xml'])
    for (const name of neverCached) {
      expect(
        Object.keys(turbo.tasks).filter((task) => task.endsWith(name)),
        `turbo task ${name}`,
      ).toEqual([])
      expect(scripts[name] ?? '', `script ${name}`).not.toMatch(/turbo/)
    }
  },
)

/** Runs the root script as a person would, on one cheap check. */
async function runScript(output: string) {
  const { validate } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')).scripts
  const command = `${validate} --check no-error-code-is-left-out --output "$OUTPUT"`
  const { exitCode } = await runProgram('sh', ['-c', command], { env: { ...process.env, OUTPUT: output }, timeout: 40_000 })
  if (!existsSync(join(output, 'result.json'))) throw new SubjectFailure(`\`${command}\` ended with ${exitCode} and wrote no result.`)
  const result = resultSchema.parse(JSON.parse(readFileSync(join(output, 'result.json'), 'utf8')))
  const reports = ['result.json', 'report.html', 'report.md', 'junit.xml'].filter((file) => existsSync(join(output, file)))
  return { exitCode, result, reports }
}
