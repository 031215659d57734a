import { z } from 'zod'
import type { Result } from '../../base/result.ts'

/** The committed list of rows that may be unproven here, each with its reason. */
export const unprovenList = z.strictObject({
  $comment: z.string().optional(),
  rows: z.array(z.strictObject({ id: z.string(), reason: z.string().min(1) })),
})
export type UnprovenList = z.infer<typeof unprovenList>

/** Why a result cannot be accepted; none: it can. Accepted is a whole run with nothing broken and exactly the listed rows unproven. */
export function judgeAcceptance(result: Result, { rows: listed }: UnprovenList): string[] {
  // A part of the gate says nothing of the rows it did not touch.
  if (result.partial) return ['The run covers only a part of the gate.']
  const unproven = result.rows.filter((row) => row.verdict === 'unproven')
  const isListed = (id: string) => listed.some((row) => row.id === id)
  return [
    ...(result.interrupted ? [`The run ended early: ${result.interrupted}.`] : []),
    ...result.harnessErrors.map((error) => `The gate broke: ${error}`),
    ...result.notRun.map((id) => `${id} did not run.`),
    ...result.checks.filter(({ status }) => status === 'fail').map(({ id, reason }) => `${id} failed: ${reason}`),
    ...result.checks.filter(({ status }) => status === 'error').map(({ id, reason }) => `${id} broke in the gate: ${reason}`),
    ...result.rows.filter((row) => row.verdict === 'broken').map(({ id }) => `The row ${id} is broken.`),
    ...unproven.filter(({ id }) => !isListed(id)).map(({ id, reason }) => `The row ${id} is no longer proven: ${reason}`),
    ...listed.flatMap(({ id }) => unlist(id, result)),
  ]
}

function unlist(id: string, { rows }: Result): string[] {
  const row = rows.find((candidate) => candidate.id === id)
  if (!row) return [`The list names ${id}, which is no row of the checklist.`]
  return row.verdict === 'proven' ? [`The row ${id} is proven now: take it off the list.`] : []
}
