import type { TestContext } from 'vitest'
import type { Subject } from '../run-context.ts'
import { type StartedTarget, startTarget } from '../target/target-command.ts'
import { notApplicable } from './not-applicable.ts'
import type { Servers } from './servers.ts'

/** Starts servers like the target, for what can only be seen from the machine they run on. */
export type TargetProcess = {
  /** Through a command such as strace, where one is given. Resolves before the server is ready. */
  start(prefix?: readonly string[]): Promise<StartedTarget>
}

type Context = Pick<TestContext, 'task' | 'skip'> & { subject: Subject; servers: Servers }
type Fixture = { onCleanup: (cleanup: () => Promise<void>) => void }

export function targetProcessNeed({ subject, servers, task, skip }: Context, { onCleanup }: Fixture): TargetProcess {
  const command = subject.target ? subject.target.command : servers.commandLine()
  if (command === null) notApplicable({ task, skip }, 'Only a server that the gate itself starts can be tried so: --target-command.')
  const running: StartedTarget[] = []
  onCleanup(async () => {
    await Promise.all(running.map((server) => server.kill()))
  })
  return {
    async start(prefix) {
      const server = await startTarget(command, prefix)
      running.push(server)
      return server
    },
  }
}
