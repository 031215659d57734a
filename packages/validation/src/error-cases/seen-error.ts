import type { CommandEnd } from '../checks/needs/honestai.ts'
import type { Answer } from '../subject/server-process/send-request.ts'
import type { ServerProcess } from '../subject/server-process/server-process.ts'
import type { SeenError } from './error-case.ts'

/** An error that a server answered with. */
export const seenInAnswer = ({ text, json, status }: Answer): SeenError => ({ shown: text, error: json?.error, status, exitCode: null })

/** An error that ended a command. */
export const seenInCommand = ({ stdout, stderr, exitCode }: CommandEnd): SeenError => ({
  shown: stdout + stderr,
  error: parseLastRecord(stderr),
  status: null,
  exitCode,
})

/** An error that kept a server from starting. */
export async function seenAtStart(server: ServerProcess): Promise<SeenError> {
  const outcome = await server.started
  const exitCode = 'url' in outcome ? null : outcome.code
  const seen = seenInCommand({ stdout: server.stdout(), stderr: server.stderr(), exitCode })
  await server.kill()
  return seen
}

/** The error record of a command is the last JSON on stderr; what a progress bar wrote may stand before it. */
function parseLastRecord(stderr: string): SeenError['error'] {
  try {
    return JSON.parse(stderr.slice(stderr.search(/^\{$/m))).error
  } catch {
    return undefined
  }
}
