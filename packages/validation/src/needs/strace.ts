import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'vitest'
import { type NetworkCall, parseNetworkCalls } from '../parse-network-calls.ts'

/** Watches the network calls of a process and its children from the kernel's side. */
export type Strace = {
  /** Starts a command under watch. */
  prefix: readonly string[]
  /** Every network call seen so far that names an address. */
  calls(): NetworkCall[]
}

type Context = Pick<TestContext, 'skip'> & { temporaryFolder: string }

/** strace, where it is installed and the kernel lets it trace. */
export function straceNeed({ skip, temporaryFolder }: Context): Strace {
  try {
    execFileSync('strace', ['-f', '-qq', '-e', 'trace=connect', '-o', '/dev/null', 'true'], { stdio: 'pipe', timeout: 10_000 })
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    skip(missing ? 'strace is not installed.' : 'The kernel refuses strace.')
  }
  const log = join(temporaryFolder, 'network-calls.strace')
  return {
    prefix: ['strace', '-f', '-qq', '--seccomp-bpf', '-e', 'trace=connect,sendto,sendmsg,sendmmsg', '-o', log],
    calls: () => (existsSync(log) ? parseNetworkCalls(readFileSync(log, 'utf8')) : []),
  }
}
