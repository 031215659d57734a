import type { ChatMessage } from '../../chat/chat.ts'
import { routerError } from '../../errors.ts'
import type { ContextBudget, ContextPlan, PlannedMessage } from '../context-plan.ts'

/**
 * Plans what of a chat fits before anything is generated. A turn is a user's message with all that answers it, so a tool
 * call and its results are never parted. System messages and the last turn are always kept; under `auto` the fewest
 * turns that make room are left out, oldest first.
 *
 * Throws `context_length_exceeded` with both counts when that is not enough, or not allowed.
 *
 * @example
 * const engine = createFakeEngine()
 * const messages = ['first question', 'second question'].map((content) => ({ role: 'user', content }) as const)
 * const plan = await truncateChat(messages, {
 *   model: 'fake',
 *   contextSize: 6,
 *   reserveTokens: 3,
 *   truncation: 'auto',
 *   countPrompt: async (kept) => (await engine.promptTokens({ messages: kept, sampling: {} })).length,
 *   countText: async (text) => (await engine.tokenize(text)).length,
 * })
 * plan.dropped // [{ index: 0, role: 'user', tokens: 2 }]
 */
export async function truncateChat(messages: readonly ChatMessage[], budget: ContextBudget): Promise<ContextPlan> {
  const { estimated = false } = budget
  const turns = turnsOf(messages)
  const keptAfter = (droppedTurns: number) => messages.filter((_, index) => (turns[index] ?? 0) >= droppedTurns)
  const countAfter = (droppedTurns: number) => budget.countPrompt(keptAfter(droppedTurns))
  const mostTurns = budget.truncation === 'auto' ? lastTurnOf(turns) : 0
  const { droppedTurns, promptTokens } = await fewestThatFit(mostTurns, countAfter, budget)
  const planned = await Promise.all(
    messages.map(async ({ role, content }, index) => ({
      index,
      role,
      tokens: await budget.countText(content),
      ...(estimated && { estimated }),
    })),
  )
  const isKept = ({ index }: PlannedMessage) => (turns[index] ?? 0) >= droppedTurns
  return {
    messages: keptAfter(droppedTurns),
    kept: planned.filter(isKept),
    dropped: planned.filter((message) => !isKept(message)),
    promptTokens,
    reserveTokens: budget.reserveTokens,
    estimated,
  }
}

// The turn each message belongs to, from 0; system messages belong to one that never comes, so they are always kept.
function turnsOf(messages: readonly ChatMessage[]): number[] {
  let turn = -1
  let resultsUntil = 0
  return messages.map((message, index) => {
    if (message.role === 'system') return Number.POSITIVE_INFINITY
    // A user who speaks between a call and its result does not part them.
    if (turn < 0 || (message.role === 'user' && index > resultsUntil)) turn += 1
    for (const { id } of callsOf(message)) resultsUntil = Math.max(resultsUntil, resultIndex(messages, id, index))
    return turn
  })
}

const callsOf = (message: ChatMessage) => (message.role === 'assistant' ? (message.toolCalls ?? []) : [])

const resultIndex = (messages: readonly ChatMessage[], callId: string, after: number) =>
  messages.findIndex((message, index) => index > after && message.role === 'tool' && message.toolCallId === callId)

const lastTurnOf = (turns: readonly number[]) => Math.max(0, ...turns.filter(Number.isFinite))

type Fit = { droppedTurns: number; promptTokens: number }

// By halving: a count renders the whole prompt, and a chat can have hundreds of turns.
async function fewestThatFit(
  mostTurns: number,
  countAfter: (droppedTurns: number) => Promise<number>,
  budget: ContextBudget,
): Promise<Fit> {
  const { model, contextSize, reserveTokens } = budget
  const fits = (promptTokens: number) => promptTokens + reserveTokens <= contextSize
  const whole = await countAfter(0)
  if (fits(whole)) return { droppedTurns: 0, promptTokens: whole }
  let fewest: Fit = { droppedTurns: mostTurns, promptTokens: mostTurns === 0 ? whole : await countAfter(mostTurns) }
  if (!fits(fewest.promptTokens)) {
    throw routerError('context_length_exceeded', { model, promptTokens: fewest.promptTokens, contextSize, reserveTokens })
  }
  for (let tooFew = 0; fewest.droppedTurns - tooFew > 1; ) {
    const droppedTurns = Math.floor((tooFew + fewest.droppedTurns) / 2)
    const promptTokens = await countAfter(droppedTurns)
    if (fits(promptTokens)) fewest = { droppedTurns, promptTokens }
    else tooFew = droppedTurns
  }
  return fewest
}
