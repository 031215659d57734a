import type { EndReason, Usage } from '../chat/chat.ts'
import type { DroppedMessage } from '../router/context-plan.ts'
import type { Decision } from '../router/decision.ts'
import type { TaskOutputs } from '../router/task-result.ts'

/** What an assistant does, in order. */
export type StepName = 'moderation' | 'intent' | 'context' | 'reasoning'

/** One step that was taken: by which model and why, how long it took, and what came of it. */
export type AssistantStep = { decision: Decision; durationMs: number } & (
  | ({ step: 'moderation'; usage: Usage } & TaskOutputs['content_moderation'])
  | ({ step: 'intent'; usage: Usage } & TaskOutputs['intent_classification'])
  /** Which of the messages fit: the oldest turns that do not are left out. */
  | { step: 'context'; keptMessages: number; dropped: readonly DroppedMessage[]; promptTokens: number; reserveTokens: number }
  | { step: 'reasoning'; endReason: EndReason; usage: Usage }
)
