import { setTimeout as wait } from 'node:timers/promises'
import { RouterError } from '@honestai/core'
import { APIError } from 'openai/error'
import { inject } from 'vitest'
import type { ChecklistId, Method } from '../base/checklist.ts'
import { checkIdOf } from '../base/result.ts'
import { SubjectFailure } from '../base/subject-failure.ts'
import { liveServers } from '../subject/server-process/server-process.ts'
import { defaultTimeoutMs, timeLimitMs } from '../subject/time-limit.ts'
import type { Evidence } from './evidence.ts'
import { describeAndKill } from './hang/describe-processes.ts'
import { type Needs, testWithNeeds } from './needs/index.ts'
import { evidenceNeed } from './needs/run-needs.ts'
import { announceRunning, type RunningCheck, startedBy } from './running-check.ts'

type OneOrMore<Value> = Value | readonly Value[]

/** How long the evidence of a hang may take: a few seconds for each process. */
const evidenceMs = 60_000

/** What a check says about itself. Literal values only: the runner reads them from the source. */
type Declaration = {
  /** Rows that are proven when this check and its peers pass. */
  proves?: OneOrMore<ChecklistId>
  /** Rows that break when this check fails, but need more than it to be proven. */
  supports?: OneOrMore<ChecklistId>
  /** One sentence a user would understand. */
  promise: string
  /** Which alternative of its row the check belongs to. */
  method?: Method
  /** `full`: only in the profile for releases. */
  profile?: 'quick' | 'full'
  /** After this long the check is given up as hanging, and what it started is ended. */
  timeoutMs?: number
  /** It lasts as long as a soak does, and `timeoutMs` beside. */
  soaks?: boolean
}

/**
 * Declares the check of this file. Its id is the file's name, its suite the folder; its needs are what the body destructures.
 *
 * @example
 * check({ proves: 'health-meaningful', promise: 'Probing loads nothing' }, async ({ server, evidence }) => { … })
 */
export function check(declaration: Declaration, body: (needs: Needs) => Promise<void>): void {
  const { subject, soakMs } = inject('run')
  const isTarget = subject.kind === 'target'
  const limitMs = timeLimitMs({ timeoutMs: defaultTimeoutMs, soaks: false, ...declaration }, { kind: subject.kind, soakMs })
  const wrapped = async (needs: Needs) => {
    using running = announceRunning(inject('run').outputFolder, checkIdOf(needs.task.file.filepath))
    const ended = new AbortController()
    const limit = wait(limitMs, undefined, { signal: ended.signal }).then(async () => {
      // It does not block its process, so nobody else need end it.
      running[Symbol.dispose]()
      await leaveHangEvidence(running, evidenceNeed(needs))
      if (isTarget) throw new SubjectFailure(`All that was asked took the server more than ${limitMs / 1_000} s.`)
      throw new Error(`It did not end within ${limitMs} ms. What it had started was ended; the evidence tells what that was doing.`)
    })
    try {
      await Promise.race([body(needs), limit])
    } catch (error) {
      throw blame(error)
    } finally {
      ended.abort()
    }
  }
  // Vitest reads the needs from the text of the function, so the wrapper answers with the text of the body.
  wrapped.toString = () => body.toString()
  testWithNeeds(declaration.promise, { timeout: limitMs + evidenceMs }, wrapped)
}

/** Errors that the subject answered with are the subject's failure, not the gate's. */
function blame(error: unknown): unknown {
  if (error instanceof APIError || error instanceof RouterError) {
    return new SubjectFailure(`${error.constructor.name}: ${error.message}`, { cause: error })
  }
  return error
}

/** Ends what a hanging check started, and leaves what that was doing and had logged. */
async function leaveHangEvidence(check: RunningCheck, evidence: Evidence): Promise<void> {
  const servers = [...liveServers]
  evidence.json('processes-of-the-hang', await describeAndKill(startedBy(check)))
  for (const [index, server] of servers.entries()) evidence.text(`log-of-server-${index + 1}`, server.stderr())
}
