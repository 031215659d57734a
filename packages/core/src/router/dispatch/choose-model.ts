import type { TaskName } from '../../config/schema/task-config.ts'
import { routerError } from '../../errors.ts'
import type { Ability } from '../../models/model.ts'
import type { Decision, Target } from '../decision.ts'

/** A model as far as a choice needs it. `abilities` is undefined while its weights could not be read. */
export type Candidate = { id: string; abilities: readonly Ability[] | undefined }

/** Which model the config gives each task to. */
export type TaskModels = Partial<Record<TaskName, { model?: string | undefined }>>

/** Chooses the model for a request and says why; without an ability any will do. Throws `model_not_found`, `model_lacks_ability`. */
export function chooseModel(target: Target, ability: Ability | undefined, candidates: readonly Candidate[], tasks: TaskModels): Decision {
  const able = candidates.filter((candidate) => can(candidate, ability)).map((candidate) => candidate.id)
  const named = target.model ?? modelOf(target.task, tasks)
  if (named === undefined) {
    const [first] = able
    if (first === undefined) throw routerError('model_lacks_ability', { model: 'No model', ability: ability ?? 'count tokens', able })
    return { model: first, reason: 'first that can' }
  }
  const chosen = candidates.find((candidate) => candidate.id === named)
  if (!chosen) throw routerError('model_not_found', { model: named, available: candidates.map((candidate) => candidate.id) })
  if (ability && chosen.abilities && !can(chosen, ability)) throw routerError('model_lacks_ability', { model: named, ability, able })
  return { model: named, reason: target.model === undefined ? 'configured for the task' : 'named by the request' }
}

const can = ({ abilities }: Candidate, ability: Ability | undefined) =>
  abilities !== undefined && (ability === undefined || abilities.includes(ability))

const modelOf = (task: TaskName | undefined, tasks: TaskModels) => (task === undefined ? undefined : tasks[task]?.model)
