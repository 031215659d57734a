import type { ChatRequest } from '../chat/chat.ts'
import type { Engine } from '../engine/engine.ts'
import { type ContextPlan, prepareContext, type Truncation } from './prepare-context.ts'

/** Share of the context kept free for an answer of unknown length when turns are left out to make room. */
const reservedShare = 1 / 4

/** Plans what of a chat fits into an engine's context, counted by its own tokenizer and template. */
export function planChat(model: string, engine: Engine, request: ChatRequest, truncation: Truncation): Promise<ContextPlan> {
  const { contextTokens } = engine.facts
  // What is not shortened needs room for one token only, as an engine does.
  const reserveTokens = truncation === 'disabled' ? 1 : (request.maxTokens ?? Math.ceil(contextTokens * reservedShare))
  return prepareContext(request.messages, {
    model,
    contextTokens,
    reserveTokens,
    truncation,
    countPrompt: async (messages) => (await engine.promptTokens({ ...request, messages })).length,
    countText: async (text) => (await engine.tokenize(text)).length,
  })
}
