import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'vitest'
import { identityCalls, judgeNetworkCalls, networkCalls, type Observation } from '../network/judge-network-calls.ts'

/** Watches process trees from the kernel's side. */
export type Strace = {
  /** Watches one tree; every name is its own. */
  watch(name: string): Watch
}

/** One process tree under watch. */
export type Watch = {
  /** Starts a command under watch, with all that it will start. */
  prefix: readonly string[]
  /** What the tree has done so far. */
  observe(): Observation
}

type Context = Pick<TestContext, 'skip'> & { temporaryFolder: string }

// Operations handed to the kernel through a ring are calls that nobody can watch, so no ring is given out; Node does without.
const noRings = ['-e', 'inject=io_uring_setup:error=ENOSYS']
const options = ['-f', '-Y', '-qq', '-ttt', '-s', '512', '--seccomp-bpf', '-e', 'signal=none', ...noRings]
const traced = ['-e', `trace=${[...networkCalls, ...identityCalls].join()}`]

/** strace, where it is installed, new enough, and allowed to trace. */
export function straceNeed({ skip, temporaryFolder }: Context): Strace {
  if (process.platform !== 'linux') skip('strace watches Linux only. What the seals and the source prove holds here as well.')
  try {
    execFileSync('strace', [...options, ...traced, '-o', '/dev/null', 'true'], { stdio: 'pipe', timeout: 10_000 })
  } catch (error) {
    skip(explain(error as NodeJS.ErrnoException & { stderr?: Buffer }))
  }
  return {
    watch(name) {
      const log = join(temporaryFolder, `${name}.strace`)
      return {
        prefix: ['strace', ...options, ...traced, '-o', log],
        observe: () => judgeNetworkCalls(existsSync(log) ? readFileSync(log, 'utf8') : ''),
      }
    },
  }
}

function explain({ code, stderr }: NodeJS.ErrnoException & { stderr?: Buffer }): string {
  const rest = 'The sealed run, the run within the process and the reading of the source need no strace.'
  if (code === 'ENOENT') return `strace is not installed: install the package strace (5.12 or newer). ${rest}`
  const words = stderr?.toString().trim().split('\n').at(-1) ?? String(code)
  const mend =
    'it needs version 5.12 or newer and the right to trace: in a container --cap-add=SYS_PTRACE, else kernel.yama.ptrace_scope below 3'
  return `strace cannot watch here (${words}): ${mend}. ${rest}`
}
