import type { ChatRequest } from '../chat/chat.ts'
import type { TasksConfig } from '../config/task-config.ts'
import type { Dispatcher } from './dispatcher.ts'
import { holdStart } from './hold-start.ts'
import { lengthWarnings } from './length-warnings.ts'
import { planChat } from './plan-chat.ts'
import type { DroppedMessage } from './prepare-context.ts'
import type { ChatOptions, RoutedChat, Target } from './router.ts'
import { taskChat } from './task-chat.ts'
import { exactCounter } from './token-counter.ts'
import { withModelDefaults } from './with-model-defaults.ts'

/** What a router chats with. */
type ChatParts = { dispatcher: Dispatcher; tasks: TasksConfig }

/** Prepares a chat as config, task and model say; it begins when its events are read. */
export function routeChat(
  { dispatcher, tasks }: ChatParts,
  target: Target,
  request: ChatRequest,
  { truncation = 'disabled', ...options }: ChatOptions,
): RoutedChat {
  let dropped: readonly DroppedMessage[] = []
  let warnings: readonly string[] = []
  const chat = dispatcher.dispatch(target, 'chat', options, {
    async *work(engine, config, signal) {
      const counter = exactCounter(engine)
      const { contextTokens } = counter
      let whole = withModelDefaults(await taskChat(request, target, tasks, counter.countText), config)
      if (truncation === 'auto') {
        const plan = await planChat(config.id, counter, whole, truncation)
        dropped = plan.dropped
        whole = { ...whole, messages: plan.messages }
      }
      yield* holdStart(engine.chat(whole, signal), ({ promptTokens }) => {
        warnings = lengthWarnings({ asked: request.maxTokens, limit: whole.maxTokens, contextTokens, promptTokens })
      })
    },
    usageOf: (event) => (event.type === 'end' ? event.usage : undefined),
    slots: request.choices,
  })
  return {
    get decision() {
      return chat.decision
    },
    get dropped() {
      return dropped
    },
    get warnings() {
      return warnings
    },
    events: chat.values,
  }
}
