import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { CheckResult, Result } from '../../base/result.ts'
import type { Attestation } from './attestation.ts'

const attestedRows = ['local-only', 'no-hub-calls']

const control = z.object({ leak: z.string(), does: z.string(), detector: z.string(), caught: z.boolean() })
const observation = z.object({
  counts: z.array(z.object({ process: z.string(), call: z.string(), count: z.number() })),
  calls: z.array(z.looseObject({ verdict: z.string() })),
  openedByEngines: z.array(z.unknown()),
})
const isolatedRun = z.object({
  isolation: z.string(),
  interfaces: z.array(z.string()),
  generatedTokens: z.number(),
  checks: z.array(z.object({ status: z.string() })),
})

type Sources = {
  /** Text of pnpm-lock.yaml. */
  lockfile: string
  /** Text of a file that a check left as evidence. */
  readEvidence: (file: string) => string
}

/** Makes the statement from a result and the evidence that lies beside it. */
export function createAttestation(result: Result, { lockfile, readEvidence }: Sources): Attestation {
  const checks = result.checks.filter(({ suite }) => suite === 'no-network')
  const rows = result.rows
    .filter(({ id }) => attestedRows.includes(id))
    .map(({ id, claim, verdict, reason }) => ({ id, claim, verdict, reason }))
  const read = <Schema extends z.ZodType>(name: string, schema: Schema) =>
    readNamed(checks, name, readEvidence).map((data) => schema.parse(data))
  const [observed] = read('observation', observation)
  const [isolated] = read('isolated-run', isolatedRun)
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [
      { name: 'source', digest: { gitCommit: result.environment.commit ?? 'unknown' } },
      { name: 'pnpm-lock.yaml', digest: { sha256: createHash('sha256').update(lockfile).digest('hex') } },
      ...result.subject.models.map(({ file, sha256 }) => ({ name: file, digest: { sha256: sha256 ?? 'unknown' } })),
    ],
    predicateType: 'urn:honestai:egress-attestation:v1',
    predicate: {
      verdict: verdictOf(rows),
      rows,
      run: {
        runId: result.runId,
        profile: result.profile,
        startedAt: result.startedAt,
        endedAt: result.endedAt,
        os: result.environment.os,
        node: result.environment.node,
      },
      methods: checks.map(({ id, method, promise, status, reason }) => ({ check: id, method, promise, status, reason })),
      observed: observed
        ? {
            counts: observed.counts,
            egress: observed.calls.filter(({ verdict }) => verdict === 'egress'),
            openedByEngines: observed.openedByEngines,
          }
        : null,
      isolated: isolated
        ? {
            isolation: isolated.isolation,
            interfaces: isolated.interfaces,
            generatedTokens: isolated.generatedTokens,
            checksPassed: isolated.checks.filter(({ status }) => status === 'pass').length,
          }
        : null,
      controls: read('controls', z.array(control)).flat(),
      evidence: checks.flatMap(({ evidence }) => evidence.map(({ file, sha256 }) => ({ file, sha256 }))),
    },
  }
}

const readNamed = (checks: readonly CheckResult[], name: string, readEvidence: Sources['readEvidence']): unknown[] =>
  checks.flatMap(({ evidence }) => evidence.filter((file) => file.name === name).map(({ file }) => JSON.parse(readEvidence(file))))

function verdictOf(rows: Attestation['predicate']['rows']): Attestation['predicate']['verdict'] {
  if (rows.some(({ verdict }) => verdict === 'broken')) return 'egress'
  return rows.length === attestedRows.length && rows.every(({ verdict }) => verdict === 'proven') ? 'silent' : 'unproven'
}
