import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import { repositoryRoot } from '../../src/base/repository-root.ts'
import { type Result, result as resultSchema } from '../../src/base/result.ts'
import { check } from '../../src/checks/check.ts'
import { plainEnvironment } from '../../src/subject/server-process/server-process.ts'

/** Alone it proves a row, so that a run of it ends with 0. */
const cheap = 'one-config-says-everything'
const main = join(repositoryRoot, 'packages/validation/src/main.ts')

check(
  {
    supports: 'gate-honesty',
    promise:
      'A run without checks, with all of them skipped, without weights, with a crashed runner, on a full disk or killed never ends in exit code 0, and leaves no older green report behind',
    profile: 'full',
    timeoutMs: 180_000,
  },
  async ({ temporaryFolder, smallDisk, evidence }) => {
    const output = join(temporaryFolder, 'report')
    const crash = join(temporaryFolder, 'crash.mjs')
    writeFileSync(crash, 'if (process.channel) process.abort()\n')
    // Each begins in the folder of the run before it, where a green result lies at first.
    const endings = {
      green: await runGate(['--check', cheap, '--output', output]),
      killed: await runGate(['--check', 'known-answers-over-http', '--output', output], { killedOnceGone: join(output, 'result.json') }),
      withoutChecks: await runGate(['--check', cheap, '--shard', '2/2', '--output', output]),
      skipped: await runGate(['--check', 'no-outbound-call-is-seen', '--output', output], {
        environment: { PATH: dirname(process.execPath) },
      }),
      withoutWeights: await runGate(['--model', '/nowhere/at/all.gguf', '--check', 'known-answers-over-http', '--output', output]),
      crashed: await runGate(['--check', cheap, '--output', output], { environment: { NODE_OPTIONS: `--import=${crash}` } }),
      fullDisk: await runGate(['--check', cheap, '--output', join(temporaryFolder, 'cache/report')], {
        prefix: [...smallDisk(temporaryFolder), 'sh', '-c', 'head -c 90112 /dev/zero > "$0/cache/filler"; exec "$@"', temporaryFolder],
      }),
    }
    evidence.json('endings', endings)

    expect(endings.green, 'the same command, undisturbed').toMatchObject({ exitCode: 0, verdict: 'proven', passed: 1 })
    expect(endings.killed).toMatchObject({ signal: 'SIGKILL', verdict: null })
    expect(endings.withoutChecks).toMatchObject({ exitCode: 2, passed: 0 })
    expect(endings.skipped).toMatchObject({ exitCode: 2, passed: 0 })
    expect(endings.withoutWeights.exitCode, 'without weights').toBeGreaterThan(0)
    expect(endings.crashed).toMatchObject({ exitCode: 3, passed: 0 })
    expect(endings.fullDisk, 'on a full disk').toMatchObject({ exitCode: 3 })
  },
)

type RunOptions = {
  prefix?: readonly string[]
  environment?: Record<string, string>
  /** Killed as soon as this file, left by the run before, is gone. */
  killedOnceGone?: string
}

type Ending = { exitCode: number | null; signal: NodeJS.Signals | null; verdict: Result['verdict'] | null; passed: number }

/** Runs the gate as a person would, and looks at what it leaves. */
async function runGate(parameters: readonly string[], { prefix = [], environment, killedOnceGone }: RunOptions = {}): Promise<Ending> {
  const [file = '', ...rest] = [...prefix, process.execPath, main, 'run', ...parameters]
  const child = spawn(file, rest, { cwd: repositoryRoot, env: { ...plainEnvironment(), ...environment }, stdio: 'ignore' })
  const ended = once(child, 'close')
  while (killedOnceGone && child.exitCode === null && existsSync(killedOnceGone)) await wait(5)
  if (killedOnceGone) child.kill('SIGKILL')
  const [exitCode, signal] = await ended
  const report = join(parameters.at(-1) ?? '', 'result.json')
  if (!existsSync(report)) return { exitCode, signal, verdict: null, passed: 0 }
  const { verdict, checks } = resultSchema.parse(JSON.parse(readFileSync(report, 'utf8')))
  return { exitCode, signal, verdict, passed: checks.filter(({ status }) => status === 'pass').length }
}
