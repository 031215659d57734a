import type { ModelConfig } from '@honestai/core'
import type { Subject, SubjectModel } from './run-context.ts'

/** How the subject's config describes a model of it. */
export function modelConfigOf({ config }: Subject, weights: SubjectModel): ModelConfig {
  const found = config.models.find(({ id }) => id === weights.id)
  if (!found) throw new Error(`The config has no model ${weights.id}.`)
  return found
}
