import type { TestContext } from 'vitest'
import type { Subject } from '../run-context.ts'
import { type StartedTarget, startTarget } from '../target/target-command.ts'
import { notApplicable } from './not-applicable.ts'
import type { Servers } from './servers.ts'
import type { Target } from './target.ts'

/** Starts servers like the target, for what can only be seen from the machine they run on. */
export type TargetProcess = {
  /** Through a command such as strace, where one is given. Resolves when the server says that it is ready, with how long that took. */
  start(prefix?: readonly string[]): Promise<StartedTarget & { readyMs: number }>
}

type Context = Pick<TestContext, 'task' | 'skip'> & { subject: Subject; servers: Servers; target: Target }
type Fixture = { onCleanup: (cleanup: () => Promise<void>) => void }

export function targetProcessNeed({ subject, servers, target, task, skip }: Context, { onCleanup }: Fixture): TargetProcess {
  const command = subject.target ? subject.target.command : servers.commandLine()
  if (command === null) notApplicable({ task, skip }, 'Only a server that the gate itself starts can be tried so: --target-command.')
  const running: StartedTarget[] = []
  onCleanup(async () => {
    await Promise.all(running.map((server) => server.kill()))
  })
  return {
    async start(prefix) {
      const server = await startTarget(command, { limitMs: target.thresholds.startMs, headers: target.headers ?? {}, prefix })
      running.push(server)
      return server
    },
  }
}
