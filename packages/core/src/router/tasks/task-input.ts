import { inputPlaceholder, type TaskName, type TasksConfig } from '../../config/schema/task-config.ts'
import { routerError } from '../../errors.ts'

/** What a model is sent for an input of a task: the task's prompt around it. Throws `input_too_long`. */
export async function taskInput<Task extends TaskName>(
  task: Task,
  input: string,
  tasks: TasksConfig,
  countText: (text: string) => Promise<number>,
): Promise<string> {
  const { prompt, maxInputTokens }: TasksConfig[TaskName] = tasks[task]
  if (maxInputTokens !== undefined) {
    const inputTokens = await countText(input)
    if (inputTokens > maxInputTokens) throw routerError('input_too_long', { task, inputTokens, maxInputTokens })
  }
  // A function, because a text to replace with may hold patterns.
  return prompt.replace(inputPlaceholder, () => input)
}
