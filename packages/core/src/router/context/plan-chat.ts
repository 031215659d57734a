import type { ChatRequest } from '../../chat/chat.ts'
import type { ContextPlan, Truncation } from '../context-plan.ts'
import type { TokenCounter } from './token-counter.ts'
import { truncateChat } from './truncate-chat.ts'

/** Share of the context kept free for an answer of unknown length when turns are left out to make room, and the most for any. */
const usualShare = 1 / 4
const mostShare = 1 / 2

/** Plans what of a chat fits into a model's context. */
export function planChat(model: string, counter: TokenCounter, request: ChatRequest, truncation: Truncation): Promise<ContextPlan> {
  const { contextSize, estimated, countText, countPrompt } = counter
  // What is not shortened needs room for one token only, as an engine does. A limit is an upper one, and clients send large ones by
  // default: no more than half of the context is kept free for it, lest it push out the chat it is about.
  const wantedTokens = Math.min(request.maxTokens ?? Math.ceil(contextSize * usualShare), Math.floor(contextSize * mostShare))
  const reserveTokens = truncation === 'disabled' ? 1 : wantedTokens
  return truncateChat(request.messages, {
    model,
    contextSize,
    reserveTokens,
    truncation,
    estimated,
    countPrompt: (messages) => countPrompt({ ...request, messages }),
    countText,
  })
}
