import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { version } from '../version.ts'

/** What every part of one answer repeats. */
export const answerFields = {
  id: z.string(),
  created: z.int().describe('Seconds since 1970.'),
  model: z.string(),
  system_fingerprint: z.string().describe('The version of the server.'),
}

/** What every part of one answer repeats. */
export type Answer = { id: string; created: number; model: string; system_fingerprint: string }

/** Names a new answer and dates it. */
export function createAnswer(prefix: 'chatcmpl' | 'cmpl', model: string): Answer {
  return {
    id: `${prefix}-${randomUUID().replaceAll('-', '')}`,
    created: Math.floor(Date.now() / 1000),
    model,
    system_fingerprint: `honestai-${version}`,
  }
}
