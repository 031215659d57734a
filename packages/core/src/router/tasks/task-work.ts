import type { ChatRequest, Usage } from '../../chat/chat.ts'
import type { ModelConfig } from '../../config/schema/config.ts'
import type { TaskName, TasksConfig } from '../../config/schema/task-config.ts'
import type { Engine, LabelChoice } from '../../engine/engine.ts'
import { exactCounter } from '../context/token-counter.ts'
import { withModelDefaults } from '../context/with-model-defaults.ts'
import type { Decision } from '../decision.ts'
import type { Work } from '../queue/model-runner.ts'
import type { TaskOutputs } from '../task-result.ts'
import { taskChat } from './task-chat.ts'
import { taskInput } from './task-input.ts'

/** What a task's work comes to. */
type TaskValue<Task extends TaskName> = { output: TaskOutputs[Task]; usage: Usage }

type Doing = { input: string; tasks: TasksConfig; engine: Engine; config: ModelConfig; signal: AbortSignal }

/** What an engine is asked for a task, as the config says. Throws `input_too_long`. */
export const taskWork = <Task extends TaskName>(
  task: Task,
  input: string,
  tasks: TasksConfig,
  decision: Decision,
): Work<TaskValue<Task> & { decision: Decision }> =>
  async function* (engine, config, signal) {
    yield { decision, ...(await doings[task]({ input, tasks, engine, config, signal })) }
  }

const doings: { [Task in TaskName]: (doing: Doing) => Promise<TaskValue<Task>> } = {
  async general_reasoning({ input, tasks, engine, config, signal }) {
    const task = 'general_reasoning'
    const chat = await taskChat(say(input), { task }, tasks, exactCounter(engine).countText)
    let text = ''
    for await (const event of engine.chat(withModelDefaults(chat, config), signal)) {
      if (event.type === 'text-delta') text += event.text
      if (event.type !== 'end') continue
      // An answer that was cut off is no whole JSON.
      const hasValue = tasks[task].outputSchema !== undefined && event.reason === 'stop'
      return { output: { text, endReason: event.reason, ...(hasValue && { value: JSON.parse(text) }) }, usage: event.usage }
    }
    throw new Error('The engine ended a chat without an end event.')
  },
  async intent_classification(doing) {
    return labelValue(await chooseLabel('intent_classification', doing))
  },
  async content_moderation(doing) {
    const { output, usage } = labelValue(await chooseLabel('content_moderation', doing))
    return { output: { ...output, safe: doing.tasks.content_moderation.safeLabels.includes(output.label) }, usage }
  },
  async embedding_generation({ input, tasks, engine, signal }) {
    const task = 'embedding_generation'
    const text = await taskInput(task, input, tasks, exactCounter(engine).countText)
    const { vectors, promptTokens } = await engine.embed([text], signal, { dimensions: tasks[task].dimensions })
    return { output: { vector: vectors[0] ?? [] }, usage: embeddingUsage(promptTokens) }
  },
}

/** Token counts of a request that generates nothing. */
export const embeddingUsage = (promptTokens: number): Usage => ({ promptTokens, cachedTokens: 0, completionTokens: 0, reasoningTokens: 0 })

const say = (content: string): ChatRequest => ({ messages: [{ role: 'user', content }], sampling: {} })

async function chooseLabel(
  task: 'intent_classification' | 'content_moderation',
  { input, tasks, engine, signal }: Doing,
): Promise<LabelChoice> {
  const prompt = await taskInput(task, input, tasks, exactCounter(engine).countText)
  return engine.chooseLabel(say(prompt), tasks[task].labels, signal)
}

const labelValue = ({ usage, ...output }: LabelChoice) => ({ output, usage })
