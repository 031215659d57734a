import { type ChatOptions, type ChatRequest, type RoutedChat, type Router, routerError, type Target } from '@honestai/core'
import { labelChat } from './label-chat.ts'
import type { ChatFacts } from './to-chat-facts.ts'

/** A chat under way, with what the task that it names adds to it. */
export type BegunChat = RoutedChat & {
  /** What a task of labels came to, known before the first text. */
  readonly task?: ChatFacts['task']
}

/** Begins a chat. One on a task of labels is answered with a label, as the task says. Throws `invalid_request` for a task without an answer. */
export function beginChat(router: Router, target: Target, chat: ChatRequest, options: ChatOptions): BegunChat {
  switch (target.task) {
    case 'intent_classification':
    case 'content_moderation':
      return labelChat(router, target.task, chat, options)
    case 'embedding_generation':
      throw routerError('invalid_request', { param: 'model', problem: 'this task makes vectors; send its input to /v1/embeddings' })
    default:
      return router.chat(target, chat, options)
  }
}
