import { inject, type TestContext } from 'vitest'
import { checkIdOf } from '../../base/result.ts'
import type { Subject } from '../../subject/run-context.ts'
import { createEvidence, type Evidence } from '../evidence.ts'
import '../check-meta.ts'

/** Where the check leaves what it saw. A check that passes without evidence has proven nothing. */
export function evidenceNeed({ task }: Pick<TestContext, 'task'>): Evidence {
  return createEvidence(inject('run').outputFolder, checkIdOf(task.file.filepath), (file) => {
    task.meta.evidence = [...(task.meta.evidence ?? []), file]
  })
}

/** Records numbers for the report's plots, such as latencies. */
export type Measure = (name: string, unit: string, values: readonly number[]) => void

export function measureNeed({ task }: Pick<TestContext, 'task'>): Measure {
  return (name, unit, values) => {
    task.meta.measurements = [
      ...(task.meta.measurements ?? []),
      { name, unit, values: values.map((value) => Math.round(value * 1e3) / 1e3) },
    ]
  }
}

/** What is gated: the canary, or the user's own config. */
export const subjectNeed = (): Subject => inject('run').subject

/** `quick` for every day, `full` for a release: the same checks, on more. */
export const profileNeed = (): 'quick' | 'full' => inject('run').profile

/** How long a mixed load goes on, in milliseconds. */
export const soakNeed = (): number => inject('run').soakMs
