import type { Ability } from '@honestai/core'
import type { Subject, SubjectModel } from './run-context.ts'

/** The subject's first model with this ability. */
export const modelThatCan = ({ models }: Subject, ability: Ability): SubjectModel | undefined =>
  models.find(({ abilities }) => abilities.includes(ability))
