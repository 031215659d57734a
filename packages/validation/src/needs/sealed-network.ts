import { execFileSync } from 'node:child_process'
import type { TestContext } from 'vitest'

/** Runs programs where the only network is a loopback of their own. */
export type SealedNetwork = {
  /** How processes are put there, for the evidence. */
  description: string
  /** Puts a command inside. */
  prefix: readonly string[]
}

// SIOCSIFFLAGS with IFF_UP and IFF_RUNNING. Perl is on every Debian; iproute2 is not in small containers.
const raiseLoopback = 'ip link set lo up 2>/dev/null || perl -e \'socket(S,2,2,0); ioctl(S,0x8914,pack("a16sx14","lo",0x41)) or exit 1\''

const enter = ['unshare', '-rn', 'sh', '-c', `{ ${raiseLoopback}; } || exit 97; exec "$@"`, 'sh']

/** An empty network namespace of the kernel, where the kernel lets us make one. */
export function sealedNetworkNeed({ skip }: Pick<TestContext, 'skip'>): SealedNetwork {
  if (process.platform !== 'linux') skip(`Network namespaces exist on Linux only. ${rest}`)
  try {
    const [file = '', ...args] = enter
    execFileSync(file, [...args, 'true'], { stdio: 'pipe', timeout: 10_000 })
  } catch (error) {
    skip(`${explain(error as NodeJS.ErrnoException & { status?: number })} ${rest}`)
  }
  return { description: 'unshare -rn: a user and network namespace with nothing but its own loopback', prefix: enter }
}

const rest = 'The observed run, the run within the process and the reading of the source need no namespace.'

function explain({ status, code }: NodeJS.ErrnoException & { status?: number }): string {
  if (status === 97) return 'Neither ip nor perl is there to raise the loopback: install iproute2.'
  if (code === 'ENOENT') return 'unshare is not installed: install util-linux.'
  return `The kernel refuses a network namespace (${code ?? status}): allow unprivileged user namespaces (kernel.unprivileged_userns_clone=1, kernel.apparmor_restrict_unprivileged_userns=0), or run as root; in a container --cap-add=SYS_ADMIN.`
}
