import { z } from 'zod'
import { environmentResult } from '../../base/result.ts'

/** A number that JSON writes as null where nothing could be measured. */
const measured = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN)

const percentiles = z.object({ p50: measured, p90: measured, p99: measured, count: z.int() }).describe('Milliseconds.')

const loadPoint = z.object({
  load: z.union([
    z.object({ clients: z.int() }).describe('Clients that ask anew when they were answered.'),
    z.object({ requestsPerSecond: z.number() }).describe('Arrivals by chance, whether or not those before were answered.'),
  ]),
  requests: z.object({ sent: z.int(), answered: z.int(), refused: z.int(), failed: z.int() }),
  outputTokensPerSecond: measured.describe('Of the middle 80 % of the time.'),
  requestsPerSecond: measured.describe('Answers that ended in the middle 80 % of the time.'),
  goodput: measured.describe('Share of all requests that were answered within the objectives.'),
  firstTokenMs: percentiles,
  interTokenMs: percentiles,
  perOutputTokenMs: percentiles,
  durationMs: percentiles,
  longestSilenceMs: z.number().describe('Longest time between two arrivals of one answer.'),
  promptTokens: z.int(),
  cachedTokens: z.int(),
  completionTokens: z.int(),
  oversaturated: z
    .boolean()
    .describe('More and more requests were under way and waited longer and longer. Always false for clients that wait.'),
})

/** What a server made of one load. */
export type LoadPoint = z.infer<typeof loadPoint>

/** What a sweep of loads found: load.json. */
export const loadReport = z.object({
  schemaVersion: z.literal(1),
  at: z.iso.datetime(),
  environment: environmentResult,
  target: z
    .object({ model: z.string(), sha256: z.union([z.string(), z.array(z.string())]).nullable(), slots: z.int().nullable() })
    .describe('A server of this repository on some weights; of one that runs elsewhere, its model alone is known.'),
  shape: z.object({ promptWords: z.int(), answerTokens: z.int(), sharedWords: z.int() }),
  objectives: z.object({ firstTokenMs: z.number(), perOutputTokenMs: z.number() }),
  points: z.array(loadPoint).describe('In the order measured; the same load more than once where the sweep was repeated.'),
  kneeRequestsPerSecond: z.number().nullable().describe('The highest rate of arrivals it kept up with.'),
  loadTimes: z
    .object({ coldMs: z.array(z.number()), warmMs: z.array(z.number()) })
    .nullable()
    .default(null)
    .describe('How long weights take to load that lie on the disk, or in memory already. Null for a server that runs elsewhere.'),
  memory: z
    .array(z.object({ atMs: z.number(), phase: z.string(), serverMiB: z.number(), engineMiB: z.number() }))
    .nullable()
    .default(null)
    .describe('What server and engine held of their own, several times a second. Null for a server that runs elsewhere.'),
  mixed: z
    .array(z.object({ kind: z.string(), sentMs: z.number(), durationMs: z.number() }))
    .nullable()
    .default(null)
    .describe('Requests of many kinds at once, in the order sent. Null for a server that runs elsewhere.'),
})
export type LoadReport = z.infer<typeof loadReport>
