import { z } from 'zod'

/**
 * How a check ended. `fail`: the subject broke the promise. `error`: the gate itself broke. `not-offered`: the subject does not have what
 * the check is about. `waived`: it failed as its profile says it would, and the waiver has not expired.
 */
export const checkStatus = z.enum(['pass', 'fail', 'skip', 'error', 'not-applicable', 'not-offered', 'waived'])
export type CheckStatus = z.infer<typeof checkStatus>

/** What the gate found about a row of the checklist. */
export const rowVerdict = z.enum(['proven', 'broken', 'unproven', 'not-offered', 'waived'])
export type RowVerdict = z.infer<typeof rowVerdict>

/** A file a check left behind, relative to the report's folder. */
export const evidenceFile = z.strictObject({ name: z.string(), file: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })
export type EvidenceFile = z.infer<typeof evidenceFile>

/** Numbers a check took, for the plots and for comparisons between runs. */
export const measurement = z.strictObject({ name: z.string(), unit: z.string(), values: z.array(z.number()) })
export type Measurement = z.infer<typeof measurement>

/** What an assertion wanted and what it got. */
export const failure = z.strictObject({ message: z.string(), expected: z.string().nullable(), actual: z.string().nullable() })
export type Failure = z.infer<typeof failure>

/** Why a failure is put up with, and until when. */
export const waiver = z.strictObject({
  /** Id of a check. */
  check: z.string(),
  reason: z.string().min(1),
  /** Where the quirk is described. */
  link: z.url(),
  /** The last day on which it counts. */
  expires: z.iso.date(),
})
export type Waiver = z.infer<typeof waiver>

export const checkResult = z.strictObject({
  /** `suite/name`. */
  id: z.string(),
  suite: z.string(),
  name: z.string(),
  promise: z.string(),
  proves: z.array(z.string()),
  supports: z.array(z.string()),
  method: z.string().nullable(),
  status: checkStatus,
  /** Why it was skipped, is not applicable, or broke. */
  reason: z.string().nullable(),
  failure: failure.nullable(),
  /** Commands that show the failure on the same subject. */
  reproduce: z.array(z.string()).default([]),
  waiver: waiver.nullable().default(null),
  startedAt: z.iso.datetime(),
  durationMs: z.number(),
  evidence: z.array(evidenceFile),
  measurements: z.array(measurement),
})
export type CheckResult = z.infer<typeof checkResult>

export const rowResult = z.strictObject({
  id: z.string(),
  claim: z.string(),
  from: z.string(),
  verdict: rowVerdict,
  reason: z.string(),
  /** Checks that settle the row, and checks that only support it. */
  provedBy: z.array(z.string()),
  supportedBy: z.array(z.string()),
})
export type RowResult = z.infer<typeof rowResult>

/** A server that was not started from this repository, or not as its own. */
const targetResult = z.strictObject({
  name: z.string(),
  url: z.string(),
  model: z.string(),
  embeddingModel: z.string().nullable(),
  /** Whether the gate started it. */
  started: z.boolean(),
  capabilities: z.array(z.strictObject({ name: z.string(), offered: z.boolean(), because: z.string() })),
})

const subjectResult = z.strictObject({
  kind: z.enum(['canary', 'config', 'target']),
  target: targetResult.nullable().default(null),
  models: z.array(z.strictObject({ id: z.string(), file: z.string(), bytes: z.number().nullable(), sha256: z.string().nullable() })),
})

/** What a result must be read beside. */
export const environmentResult = z.strictObject({
  commit: z.string().nullable(),
  /** Whether the working tree differs from the commit. */
  dirty: z.boolean().nullable(),
  packages: z.record(z.string(), z.string()),
  node: z.string(),
  os: z.string(),
  cpu: z.string(),
  cores: z.number(),
  memoryBytes: z.number(),
})

/** What has changed since an earlier run. */
export const comparison = z.strictObject({
  runId: z.string(),
  startedAt: z.iso.datetime(),
  /** Checks. */
  newlyFailed: z.array(z.string()),
  noLongerFailed: z.array(z.string()),
  /** Rows. */
  newlyBroken: z.array(z.string()),
  newlyProven: z.array(z.string()),
})
export type Comparison = z.infer<typeof comparison>

/** One run of the gate. Every report is a pure function of this. */
export const result = z.strictObject({
  schemaVersion: z.literal(1),
  runId: z.string(),
  verdict: z.enum(['proven', 'broken', 'unproven', 'harness-broke']),
  exitCode: z.int().min(0).max(3),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  durationMs: z.number(),
  profile: z.enum(['quick', 'full']),
  /** The part of the gate that was asked for; null for all of it. */
  partial: z.strictObject({ suites: z.array(z.string()), checks: z.array(z.string()) }).nullable(),
  /** Why the run ended early; null when it did not. */
  interrupted: z.string().nullable(),
  /** Checks that were asked for and did not run. */
  notRun: z.array(z.string()),
  /** What broke in the gate outside of any check. */
  harnessErrors: z.array(z.string()),
  /** Against the result that lay in the folder before; null where there was none. */
  comparison: comparison.nullable().default(null),
  subject: subjectResult,
  environment: environmentResult,
  rows: z.array(rowResult),
  suites: z.array(z.strictObject({ id: z.string(), durationMs: z.number(), counts: z.record(checkStatus, z.number()) })),
  checks: z.array(checkResult),
})
export type Result = z.infer<typeof result>

/** The id of the check in a file: `suite/name`. */
export function checkIdOf(file: string): string {
  const [name = '', suite = ''] = file.split('/').reverse()
  return `${suite}/${name.replace('.check.ts', '')}`
}
