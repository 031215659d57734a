import { routerError, type Target, type TaskName, taskNames } from '@honestai/core'

const taskPrefix = 'task:'

/**
 * What the `model` field of a request asks for: a model by its id, or a task as `task:<name>`. Ids hold no colon.
 *
 * Throws `invalid_request` for a task that does not exist.
 */
export function toTarget(model: string): Target {
  if (!model.startsWith(taskPrefix)) return { model }
  const task = model.slice(taskPrefix.length)
  if (isTaskName(task)) return { task }
  throw routerError('invalid_request', { param: 'model', problem: `there is no task "${task}"; the tasks are ${taskNames.join(', ')}` })
}

const isTaskName = (name: string): name is TaskName => (taskNames as readonly string[]).includes(name)
