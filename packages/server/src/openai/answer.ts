import { randomUUID } from 'node:crypto'
import type { Decision } from '@honestai/core'

/** What every part of one chat answer repeats. */
export type Answer = { id: string; created: number; decision: Decision; warnings: string[] }

/** Names a new answer and dates it. */
export function createAnswer(decision: Decision, warnings: string[]): Answer {
  return { id: `chatcmpl-${randomUUID().replaceAll('-', '')}`, created: Math.floor(Date.now() / 1000), decision, warnings }
}
