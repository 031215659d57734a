import type { Result } from '../../base/result.ts'

/** A statement in the form of in-toto, about what left the machine while it was tried: https://in-toto.io/Statement/v1. */
export type Attestation = {
  _type: 'https://in-toto.io/Statement/v1'
  /** What it is about: the commit, the lockfile, the weights. */
  subject: { name: string; digest: Record<string, string> }[]
  predicateType: 'urn:honestai:egress-attestation:v1'
  predicate: {
    /** `silent` when both rows are proven, `egress` when one is broken, `unproven` otherwise. */
    verdict: 'silent' | 'egress' | 'unproven'
    rows: Pick<Result['rows'][number], 'id' | 'claim' | 'verdict' | 'reason'>[]
    run: Pick<Result, 'runId' | 'profile' | 'startedAt' | 'endedAt'> & { os: string; node: string }
    /** How it was found out: each check with its outcome. */
    methods: { check: string; method: string | null; promise: string; status: string; reason: string | null }[]
    observed: {
      /** System calls by which a process can reach another, by process. */
      counts: { process: string; call: string; count: number }[]
      /** Calls that named somebody outside the process tree. */
      egress: unknown[]
      /** Calls of engines, whoever they named. */
      openedByEngines: unknown[]
    } | null
    isolated: { isolation: string; interfaces: string[]; generatedTokens: number; checksPassed: number } | null
    /** Leaks that were let loose on purpose, and whether each was caught. */
    controls: { leak: string; does: string; detector: string; caught: boolean }[]
    evidence: { file: string; sha256: string }[]
  }
}
