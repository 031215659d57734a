import type { ChatRequest, Usage } from '../chat/chat.ts'
import { inputPlaceholder, type TaskName, type TasksConfig } from '../config/task-config.ts'
import type { Engine, LabelChoice } from '../engine/engine.ts'
import { routerError } from '../errors.ts'
import type { Work } from './model-runner.ts'
import type { TaskOutputs } from './task-result.ts'
import { withModelDefaults } from './with-model-defaults.ts'

/** What a task's work comes to. */
export type TaskValue<Task extends TaskName> = { output: TaskOutputs[Task]; usage: Usage }

type Doing<Task extends TaskName> = (
  settings: TasksConfig[Task],
  prompt: string,
  ...engine: Parameters<Work<unknown>>
) => Promise<TaskValue<Task>>

/** What an engine is asked for a task, as the config says. Throws `input_too_long`. */
export const taskWork = <Task extends TaskName>(task: Task, input: string, tasks: TasksConfig): Work<TaskValue<Task>> =>
  async function* (engine, config, signal) {
    const settings: TasksConfig[Task] = tasks[task]
    await checkLength(task, input, settings.maxInputTokens, engine)
    // A function, because a text to replace with may hold patterns.
    const prompt = settings.prompt.replace(inputPlaceholder, () => input)
    yield await doings[task](settings, prompt, engine, config, signal)
  }

const doings: { [Task in TaskName]: Doing<Task> } = {
  async general_reasoning({ maxAnswerTokens }, prompt, engine, config, signal) {
    let text = ''
    for await (const event of engine.chat(withModelDefaults(say(prompt), config, maxAnswerTokens), signal)) {
      if (event.type === 'text-delta') text += event.text
      if (event.type === 'end') return { output: { text, endReason: event.reason }, usage: event.usage }
    }
    throw new Error('The engine ended a chat without an end event.')
  },
  async intent_classification({ labels }, prompt, engine, _config, signal) {
    return labelValue(await engine.chooseLabel(say(prompt), labels, signal))
  },
  async content_moderation({ labels, safeLabels }, prompt, engine, _config, signal) {
    const { output, usage } = labelValue(await engine.chooseLabel(say(prompt), labels, signal))
    return { output: { ...output, safe: safeLabels.includes(output.label) }, usage }
  },
  async embedding_generation(_settings, prompt, engine, _config, signal) {
    const { vectors, promptTokens } = await engine.embed([prompt], signal)
    return { output: { vector: vectors[0] ?? [] }, usage: embeddingUsage(promptTokens) }
  },
}

/** Texts to embed as the task that asks for it has them in its prompt. Throws `input_too_long`. */
export async function taskTexts(
  task: TaskName | undefined,
  texts: readonly string[],
  tasks: TasksConfig,
  engine: Engine,
): Promise<string[]> {
  if (task !== 'embedding_generation') return [...texts]
  const { prompt, maxInputTokens } = tasks[task]
  for (const text of texts) await checkLength(task, text, maxInputTokens, engine)
  return texts.map((text) => prompt.replace(inputPlaceholder, () => text))
}

/** Token counts of a request that generates nothing. */
export const embeddingUsage = (promptTokens: number): Usage => ({ promptTokens, cachedTokens: 0, completionTokens: 0, reasoningTokens: 0 })

const say = (content: string): ChatRequest => ({ messages: [{ role: 'user', content }], sampling: {} })

const labelValue = ({ usage, ...output }: LabelChoice) => ({ output, usage })

async function checkLength(task: TaskName, input: string, maxInputTokens: number | undefined, engine: Engine): Promise<void> {
  if (maxInputTokens === undefined) return
  const { length: inputTokens } = await engine.tokenize(input)
  if (inputTokens > maxInputTokens) throw routerError('input_too_long', { task, inputTokens, maxInputTokens })
}
