import { liveServers } from '../../subject/server-process/server-process.ts'
import type { Evidence } from '../evidence.ts'
import { type RunningCheck, startedBy } from '../running-check.ts'
import { describeAndKill } from './describe-processes.ts'

/** Ends what a hanging check started, and leaves what that was doing and had logged. */
export async function leaveHangEvidence(check: RunningCheck, evidence: Evidence): Promise<void> {
  const servers = [...liveServers]
  evidence.json('processes-of-the-hang', await describeAndKill(startedBy(check)))
  for (const [index, server] of servers.entries()) evidence.text(`log-of-server-${index + 1}`, server.stderr())
}
