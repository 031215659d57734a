import { inject, type TestContext } from 'vitest'
import '../check-meta.ts'
import { checkIdOf } from '../../base/check-id-of.ts'
import { createEvidence, type Evidence } from '../evidence.ts'

/** Where the check leaves what it saw. A check that passes without evidence has proven nothing. */
export function evidenceNeed({ task }: Pick<TestContext, 'task'>): Evidence {
  return createEvidence(inject('run').outputFolder, checkIdOf(task.file.filepath), (file) => {
    task.meta.evidence = [...(task.meta.evidence ?? []), file]
  })
}
