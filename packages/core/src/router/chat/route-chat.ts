import type { ChatRequest } from '../../chat/chat.ts'
import type { TasksConfig } from '../../config/schema/task-config.ts'
import { planChat } from '../context/plan-chat.ts'
import { exactCounter } from '../context/token-counter.ts'
import { withModelDefaults } from '../context/with-model-defaults.ts'
import type { DroppedMessage } from '../context-plan.ts'
import type { Target } from '../decision.ts'
import type { Dispatcher } from '../dispatch/dispatcher.ts'
import type { ChatOptions, RoutedChat, RoutedChatEvent, RoutedChatStart } from '../router.ts'
import { taskChat } from '../tasks/task-chat.ts'

/** What a router chats with. */
type ChatParts = { dispatcher: Dispatcher; tasks: TasksConfig }

/** Prepares a chat as config, task and model say; it begins when its events are read. */
export function routeChat(
  { dispatcher, tasks }: ChatParts,
  target: Target,
  request: ChatRequest,
  { truncation = 'disabled', ...options }: ChatOptions,
): RoutedChat {
  const { chosen, values } = dispatcher.dispatch<RoutedChatEvent>(target, 'chat', options, {
    work: (decision) =>
      async function* (engine, config, signal) {
        const counter = exactCounter(engine)
        const { contextSize } = counter
        let whole = withModelDefaults(await taskChat(request, target, tasks, counter.countText), config)
        let dropped: readonly DroppedMessage[] = []
        if (truncation === 'auto') {
          const plan = await planChat(config.id, counter, whole, truncation)
          dropped = plan.dropped
          whole = { ...whole, messages: plan.messages }
        }
        // Held back until the answer begins: up to then another model may stand in, which begins anew, and the time to the first token goes on.
        let start: RoutedChatStart | undefined
        for await (const event of engine.chat(whole, signal)) {
          if (event.type === 'start') {
            const { promptTokens } = event
            const warnings = lengthWarnings({ asked: request.maxTokens, limit: whole.maxTokens, contextSize, promptTokens })
            start = { ...event, decision, dropped, warnings }
            continue
          }
          if (start) yield start
          start = undefined
          yield event
        }
      },
    usageOf: (event) => (event.type === 'end' ? event.usage : undefined),
    outputOf: choiceOfOutput,
    slots: request.choices,
  })
  return { chosen, events: values }
}

// That a call is complete says nothing new: its text came before.
function choiceOfOutput(event: RoutedChatEvent): number | undefined {
  return event.type === 'start' || event.type === 'tool-call' || event.type === 'end' ? undefined : (event.choice ?? 0)
}

/** An answer's limit as it was asked for and as it is, and the room there is. */
type Lengths = { asked: number | undefined; limit: number | undefined; contextSize: number; promptTokens: number }

/** What to tell a caller whose answer may not be as long as was asked for; such a limit is an upper one, so it is no error. */
function lengthWarnings({ asked, limit, contextSize, promptTokens }: Lengths): string[] {
  if (asked === undefined) return []
  const left = contextSize - promptTokens
  const most = Math.min(limit ?? asked, left)
  if (most >= asked) return []
  const reason = most === left ? `the model holds ${contextSize}, and the prompt has ${promptTokens} of them` : 'the config allows no more'
  return [`The answer may have ${most} tokens, not ${asked}: ${reason}.`]
}
