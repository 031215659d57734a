import type { ChatRequest } from '../chat/chat.ts'
import { type ContextPlan, prepareContext, type Truncation } from './prepare-context.ts'
import type { TokenCounter } from './token-counter.ts'

/** Share of the context kept free for an answer of unknown length when turns are left out to make room. */
const reservedShare = 1 / 4

/** Plans what of a chat fits into a model's context. */
export function planChat(model: string, counter: TokenCounter, request: ChatRequest, truncation: Truncation): Promise<ContextPlan> {
  const { contextTokens, estimated, countText, countPrompt } = counter
  // What is not shortened needs room for one token only, as an engine does.
  const reserveTokens = truncation === 'disabled' ? 1 : (request.maxTokens ?? Math.ceil(contextTokens * reservedShare))
  return prepareContext(request.messages, {
    model,
    contextTokens,
    reserveTokens,
    truncation,
    estimated,
    countPrompt: (messages) => countPrompt({ ...request, messages }),
    countText,
  })
}
