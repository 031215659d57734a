import type { ChatRequest } from '../../chat/chat.ts'
import type { TasksConfig } from '../../config/schema/task-config.ts'
import { leastOf } from '../context/with-model-defaults.ts'
import type { Target } from '../decision.ts'
import { taskInput } from './task-input.ts'

/**
 * A chat that asks for `general_reasoning`, as the config does it: the task's prompt around the last message of the user, its
 * form where the request asks for none, and its limit. A raw prompt gets the limit only, any other chat nothing. Throws
 * `input_too_long`.
 */
export async function taskChat(
  request: ChatRequest,
  { task }: Target,
  tasks: TasksConfig,
  countText: (text: string) => Promise<number>,
): Promise<ChatRequest> {
  if (task !== 'general_reasoning') return request
  const { maxCompletionTokens, outputSchema } = tasks[task]
  const limited = { ...request, maxTokens: leastOf(request.maxTokens, maxCompletionTokens) }
  const index = request.messages.findLastIndex(({ role }) => role === 'user')
  const input = request.messages[index]
  if (request.prompt !== undefined || !input) return limited
  const content = await taskInput(task, input.content, tasks, countText)
  return {
    ...limited,
    messages: request.messages.with(index, { ...input, content }),
    responseFormat: request.responseFormat ?? (outputSchema && { type: 'json-schema', schema: outputSchema }),
  }
}
