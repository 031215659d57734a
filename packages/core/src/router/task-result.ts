import type { EndReason, Usage } from '../chat/chat.ts'
import type { TaskName } from '../config/schema/task-config.ts'
import type { LabelChoice } from '../engine/engine.ts'
import type { Decision } from './decision.ts'

/** A label of the closed set, and how probable each is. */
export type LabelOutput = Omit<LabelChoice, 'usage'>

/** What each task gives. */
export type TaskOutputs = {
  /** `value`: the text parsed, where the config gives a schema and the answer was not cut off. */
  general_reasoning: { text: string; endReason: EndReason; value?: unknown }
  intent_classification: LabelOutput
  /** `safe`: whether the label is one of those that let an input pass. */
  content_moderation: LabelOutput & { safe: boolean }
  /** A vector of unit length. */
  embedding_generation: { vector: number[] }
}

/** A task that was done: by which model and why, what came of it and what it took. */
export type TaskResult<Task extends TaskName> = {
  task: Task
  decision: Decision
  output: TaskOutputs[Task]
  usage: Usage
  /** From its arrival to its end. */
  durationMs: number
}
