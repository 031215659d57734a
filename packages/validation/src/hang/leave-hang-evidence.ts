import type { Evidence } from '../evidence.ts'
import { childProcesses } from '../server-process/child-processes.ts'
import { liveServers } from '../server-process/server-process.ts'
import { describeAndKill } from './describe-processes.ts'

/** Ends what a hanging check started, and leaves what that was doing and had logged. */
export async function leaveHangEvidence(evidence: Evidence): Promise<void> {
  const servers = [...liveServers]
  evidence.json('processes-of-the-hang', await describeAndKill(childProcesses(process.pid)))
  for (const [index, server] of servers.entries()) evidence.text(`log-of-server-${index + 1}`, server.stderr())
}
