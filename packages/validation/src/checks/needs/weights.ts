import { existsSync } from 'node:fs'
import type { Ability } from '@honestai/core'
import type { TestContext } from 'vitest'
import { SubjectFailure } from '../../base/subject-failure.ts'
import type { Subject, SubjectModel } from '../../subject/run-context.ts'
import { modelThatCan } from '../../subject/run-context.ts'
import { notApplicable, notOffered } from './not-applicable.ts'

type Context = Pick<TestContext, 'task' | 'skip'> & { subject: Subject }

/** The subject's first model that chats. */
export const weightsNeed = ({ subject, task, skip }: Context): SubjectModel => findWeights({ subject, task, skip }, 'chat')

/** The subject's first model that embeds. */
export const embeddingWeightsNeed = ({ subject, task, skip }: Context): SubjectModel => findWeights({ subject, task, skip }, 'embed')

function findWeights({ subject, task, skip }: Context, ability: Ability): SubjectModel {
  const model = modelThatCan(subject, ability)
  if (model) return model
  for (const { id, path, problem } of subject.models) {
    if (!existsSync(path)) skip(`The weights of ${id} are not on this machine.`)
    if (problem) throw new SubjectFailure(problem)
  }
  const reason = `The subject has no model that can ${ability}.`
  // Whoever chats alone leaves nothing unproven by not embedding. The embedded weights do both: there it would be a gap.
  return ability === 'embed' && subject.kind === 'config' ? notOffered({ task, skip }, reason) : notApplicable({ task, skip }, reason)
}
