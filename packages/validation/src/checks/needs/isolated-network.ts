import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'vitest'
import { identityCalls, judgeNetworkCalls, networkCalls, type Observation } from '../../watching/network/judge-network-calls.ts'

/** Runs programs where the only network is a loopback of their own. */
export type IsolatedNetwork = {
  /** How processes are put there, for the evidence. */
  description: string
  /** Puts a command inside. */
  prefix: readonly string[]
}

// SIOCSIFFLAGS with IFF_UP and IFF_RUNNING. Perl is on every Debian; iproute2 is not in small containers.
const raiseLoopback = 'ip link set lo up 2>/dev/null || perl -e \'socket(S,2,2,0); ioctl(S,0x8914,pack("a16sx14","lo",0x41)) or exit 1\''

const enter = ['unshare', '-rn', 'sh', '-c', `{ ${raiseLoopback}; } || exit 97; exec "$@"`, 'sh']

/** An empty network namespace of the kernel, where the kernel lets us make one. */
export function isolatedNetworkNeed({ skip }: Pick<TestContext, 'skip'>): IsolatedNetwork {
  if (process.platform !== 'linux') skip(`Network namespaces exist on Linux only. ${otherProofs}`)
  try {
    const [file = '', ...args] = enter
    execFileSync(file, [...args, 'true'], { stdio: 'pipe', timeout: 10_000 })
  } catch (error) {
    skip(`${explainNamespace(error as NodeJS.ErrnoException & { status?: number })} ${otherProofs}`)
  }
  return { description: 'unshare -rn: a user and network namespace with nothing but its own loopback', prefix: enter }
}

const otherProofs = 'The observed run, the run within the process and the reading of the source need no namespace.'

function explainNamespace({ status, code }: NodeJS.ErrnoException & { status?: number }): string {
  if (status === 97) return 'Neither ip nor perl is there to raise the loopback: install iproute2.'
  if (code === 'ENOENT') return 'unshare is not installed: install util-linux.'
  return `The kernel refuses a network namespace (${code ?? status}): allow unprivileged user namespaces (kernel.unprivileged_userns_clone=1, kernel.apparmor_restrict_unprivileged_userns=0), or run as root; in a container --cap-add=SYS_ADMIN.`
}

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
  if (process.platform !== 'linux') skip('strace watches Linux only. What the sandbox and the source prove holds here as well.')
  try {
    execFileSync('strace', [...options, ...traced, '-o', '/dev/null', 'true'], { stdio: 'pipe', timeout: 10_000 })
  } catch (error) {
    skip(explainStrace(error as NodeJS.ErrnoException & { stderr?: Buffer }))
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

function explainStrace({ code, stderr }: NodeJS.ErrnoException & { stderr?: Buffer }): string {
  const rest = 'The isolated run, the run within the process and the reading of the source need no strace.'
  if (code === 'ENOENT') return `strace is not installed: install the package strace (5.12 or newer). ${rest}`
  const words = stderr?.toString().trim().split('\n').at(-1) ?? String(code)
  const mend =
    'it needs version 5.12 or newer and the right to trace: in a container --cap-add=SYS_PTRACE, else kernel.yama.ptrace_scope below 3'
  return `strace cannot watch here (${words}): ${mend}. ${rest}`
}
