import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { repositoryRoot } from '../../src/base/repository-root.ts'
import { type Result, result as resultSchema } from '../../src/base/result.ts'
import { check } from '../../src/checks/check.ts'
import { runProgram } from '../../src/subject/run-program.ts'
import { type HostileManner, hostileManners, startHostileServer } from '../../src/subject/target/hostile-server.ts'

const main = join(repositoryRoot, 'packages/validation/src/main.ts')

check(
  {
    supports: 'gate-honesty',
    profile: 'full',
    promise:
      'Whatever a server that is gated answers, or leaves out, is told as its own failure, with a command that shows it, and never as one of the gate',
    timeoutMs: 600_000,
  },
  async ({ temporaryFolder, evidence }) => {
    const profile = join(temporaryFolder, 'impatient.yaml')
    writeFileSync(profile, 'name: a hostile server\nthresholds: { answerMs: 2000, probeMs: 1000 }\n')
    const runs = []
    for (const [index, manner] of (Object.keys(hostileManners) as HostileManner[]).entries()) {
      await using server = await startHostileServer(manner)
      const output = join(temporaryFolder, `run-${index}`)
      const options = ['run', '--target', server.url, '--target-profile', profile, '--output', output]
      const end = await runProgram(process.execPath, [main, ...options], { timeout: 300_000 })
      evidence.text(`run-${index}`, end.output)
      const { checks }: Result = resultSchema.parse(JSON.parse(readFileSync(join(output, 'result.json'), 'utf8')))
      const withStatus = (status: string) => checks.filter((each) => each.status === status)
      runs.push({
        manner,
        exitCode: end.exitCode,
        failed: withStatus('fail').length,
        withoutCommand: withStatus('fail').flatMap(({ id, reproduce }) => (reproduce.length === 0 ? [id] : [])),
        stumbled: withStatus('error').map(({ id, reason }) => ({ id, reason })),
      })
    }
    evidence.json('runs', runs)
    expect(runs.filter(({ stumbled }) => stumbled.length > 0).map(({ manner, stumbled }) => ({ manner, stumbled }))).toEqual([])
    expect(
      runs.filter(({ withoutCommand }) => withoutCommand.length > 0).map(({ manner, withoutCommand }) => ({ manner, withoutCommand })),
    ).toEqual([])
    for (const { manner, exitCode, failed } of runs) {
      expect(failed, manner).toBeGreaterThan(5)
      expect(exitCode, manner).toBe(1)
    }
  },
)
