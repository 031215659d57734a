import { setTimeout as wait } from 'node:timers/promises'
import { SubjectFailure } from '../../base/subject-failure.ts'
import type { RunningServer } from './running-server.ts'

const readyDeadlineMs = 120_000

/** Waits until a server has loaded what it loads at start; one that does not is the subject's failure, and is ended. */
export async function untilReady(server: RunningServer): Promise<void> {
  for (const startedAt = performance.now(); performance.now() - startedAt < readyDeadlineMs; await wait(50)) {
    if ((await server.request('/readyz')).status === 200) return
  }
  await server.kill()
  throw new SubjectFailure(`The server was not ready within ${readyDeadlineMs / 1_000} seconds.`)
}
