import type { EvidenceFile, Measurement } from '../base/result.ts'

declare module 'vitest' {
  /** What a check tells the reporter while it runs. */
  interface TaskMeta {
    evidence?: EvidenceFile[]
    measurements?: Measurement[]
    notApplicable?: string
    notOffered?: string
    /** Commands that show what a failure is about. */
    reproduce?: string[]
  }
}
