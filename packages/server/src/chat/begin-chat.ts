import { type ChatOptions, type ChatRequest, type Router, routerError, type Target } from '@honestai/core'
import { labelChat } from './label-chat.ts'
import type { BegunChat } from './to-chat-facts.ts'

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
