import type { ErrorBody, ErrorCode } from '@honestai/core'
import type { HonestAi } from '../checks/needs/honestai.ts'
import type { Servers } from '../checks/needs/servers.ts'
import type { Subject, SubjectModel } from '../subject/run-context.ts'
import type { RunningServer } from '../subject/server-process/running-server.ts'

/** What a case may use. */
export type CaseContext = {
  servers: Servers
  honestai: HonestAi
  subject: Subject
  weights: SubjectModel
  temporaryFolder: string
  profile: 'quick' | 'full'
}

/** An error as its reader gets it: as an answer, or as the end of stderr of a command. */
export type SeenError = {
  /** What the reader was shown, whole. */
  shown: string
  error: ErrorBody['error'] | undefined
  /** HTTP status, or null when a command ended. */
  status: number | null
  /** Exit code, or null when a server answered. */
  exitCode: number | null
}

/** One error, met. */
export type Scenario = {
  seen: SeenError
  /** Tries the very same again. What is not retryable must end in the same error. */
  again: () => Promise<SeenError>
  /** Does what the steps say, or waits where waiting is what helps, and tells whether the fault is gone. */
  remedy: () => Promise<boolean>
  /** What the server has logged by now. */
  log?: () => string
}

/** A way to meet one error of the table on the real system. */
export type ErrorCase = {
  code: ErrorCode
  title: string
  provoke: (context: CaseContext) => Promise<Scenario>
}

/** Stands in every prompt and every header of a case that has one: no error and no log line may repeat it. */
export const secret = 'hf_zebraQuartz7Secret'

/** A prompt that must not be repeated. */
export const prompt = `Keep this to yourself: ${secret}.`

/** The places of the page of errors as the server itself serves it. */
export async function readDocsAnchors(server: RunningServer): Promise<string[]> {
  const { text } = await server.request('/docs/errors')
  return [...text.matchAll(/ id="([a-z_]+)"/g)].map(([, id = '']) => id)
}
