import { expect } from 'vitest'
import { isInstalled } from '../../src/base/repository-root.ts'
import { check } from '../../src/checks/check.ts'
import { runProgram } from '../../src/subject/run-program.ts'
import { plainEnvironment } from '../../src/subject/server-process/server-process.ts'
import { egressOf } from '../../src/watching/network/judge-network-calls.ts'

/** Root scripts that are watched: turbo among them, and for a release all that a developer types, the site's build included. */
const chores = {
  quick: [
    ['run', 'models'],
    ['run', 'check:layers'],
    ['exec', 'turbo', 'run', 'check:errors', '--force'],
  ],
  full: [
    ['run', 'models'],
    ['run', 'check', '--force'],
    ['run', 'site', '--force'],
  ],
}

check(
  {
    supports: 'local-only',
    promise: 'Once the packages are installed, the scripts of the repository, turbo and the build of the site connect nowhere',
    timeoutMs: 600_000,
  },
  async ({ strace, profile, evidence, skip }) => {
    if (!isInstalled('pnpm')) skip('pnpm is not on the path, so the scripts cannot be run as people run them.')
    const observed = []
    for (const command of chores[profile]) {
      const { prefix, observe } = strace.watch(`chore-${observed.length}`)
      const [program = '', ...options] = [...prefix, 'pnpm', '--config.verify-deps-before-run=false', ...command]
      // Where SHELL is not set, as it is after a login, bash asks the name service which one the user has.
      const env = { ...plainEnvironment(), SHELL: '/bin/sh', TURBO_TELEMETRY_DISABLED: '1' }
      const { exitCode } = await runProgram(program, options, { env, timeout: 600_000 })
      const observation = observe()
      const commands = [...new Set(observation.processes.map((each) => each.command))]
      observed.push({
        command: `pnpm ${command.join(' ')}`,
        exitCode,
        commands,
        egress: egressOf(observation),
        counts: observation.counts.length,
      })
    }
    evidence.json('chores', {
      exceptions: ['pnpm install, and npx before it, which fetch packages', 'pnpm pull, which fetches the weights it is asked for'],
      observed,
    })
    expect(observed.filter(({ exitCode }) => exitCode !== 0).map(({ command, exitCode }) => ({ command, exitCode }))).toEqual([])
    expect(observed.flatMap(({ command, egress }) => egress.map((call) => ({ chore: command, ...call })))).toEqual([])
  },
)
