import { execFile, execFileSync } from 'node:child_process'
import { promisify } from 'node:util'
import type { TestContext } from 'vitest'
import { plainEnvironment } from '../server-process/plain-environment.ts'

/** Runs programs where the only network is a loopback of their own. */
export type SealedNetwork = {
  /** How processes are put there, for the evidence. */
  description: string
  /** Runs a program inside and returns what it printed. */
  run(file: string, args: readonly string[]): Promise<string>
}

// SIOCSIFFLAGS with IFF_UP and IFF_RUNNING. Perl is on every Debian; iproute2 is not in small containers.
const raiseLoopback = 'ip link set lo up 2>/dev/null || perl -e \'socket(S,2,2,0); ioctl(S,0x8914,pack("a16sx14","lo",0x41)) or exit 1\''

const enter = (program: string) => ['-rn', 'sh', '-c', `${raiseLoopback} || exit 97; ${program}`]

/** An empty network namespace of the kernel, where the kernel lets us make one. */
export function sealedNetworkNeed({ skip }: Pick<TestContext, 'skip'>): SealedNetwork {
  if (process.platform !== 'linux') skip('Network namespaces exist on Linux only.')
  try {
    execFileSync('unshare', enter('true'), { stdio: 'pipe', timeout: 10_000 })
  } catch (error) {
    const { status, code } = error as { status?: number; code?: string }
    skip(
      status === 97 ? 'Neither ip nor perl is there to raise the loopback.' : `The kernel refuses a network namespace (${code ?? status}).`,
    )
  }
  return {
    description: 'unshare -rn: a user and network namespace with nothing but its own loopback',
    async run(file, args) {
      const { stdout } = await promisify(execFile)('unshare', [...enter('exec "$@"'), 'sh', file, ...args], {
        env: plainEnvironment(),
        timeout: 60_000,
        killSignal: 'SIGKILL',
        maxBuffer: 64 * 1024 ** 2,
      })
      return stdout
    },
  }
}
