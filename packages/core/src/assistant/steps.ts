import { randomUUID } from 'node:crypto'
import type { ChatEvent, ChatMessage, ChatRequest } from '../chat/chat.ts'
import { routerError } from '../errors.ts'
import type { RequestOptions, Router } from '../router/router.ts'
import type { AssistantStep, StepName } from './assistant-step.ts'
import { StepError } from './step-error.ts'

/** What every step is given: one model does them all. */
export type Asked = { router: Router; model: string; request: ChatRequest; options: RequestOptions }

type Step<Name extends StepName> = Extract<AssistantStep, { step: Name }>

/** Whether the last message of the user is safe. */
export const moderate = ({ router, model, request, options }: Asked): Promise<Step<'moderation'>> =>
  inStep('moderation', async () => {
    const result = await router.runTask('content_moderation', lastOfUser(request), { ...named(options, 'moderation'), model })
    const { decision, output, usage, durationMs } = result
    return { step: 'moderation', decision, ...output, usage, durationMs }
  })

/** What the last message of the user is about. */
export const classifyIntent = ({ router, model, request, options }: Asked): Promise<Step<'intent'>> =>
  inStep('intent', async () => {
    const result = await router.runTask('intent_classification', lastOfUser(request), { ...named(options, 'intent'), model })
    const { decision, output, usage, durationMs } = result
    return { step: 'intent', decision, ...output, usage, durationMs }
  })

/** The messages that fit. */
export const checkContext = ({ router, model, request, options }: Asked): Promise<Step<'context'> & { messages: ChatMessage[] }> =>
  inStep('context', async () => {
    const startedMs = performance.now()
    const { decision, plan } = await router.planContext({ task: 'general_reasoning', model }, request, { ...options, truncation: 'auto' })
    const { messages, dropped, promptTokens, reserveTokens } = plan
    const durationMs = Math.round(performance.now() - startedMs)
    return { step: 'context', decision, durationMs, keptMessages: messages.length, dropped, promptTokens, reserveTokens, messages }
  })

/** The events of the answer, with the step in place of their end. */
export async function* reason({
  router,
  model,
  request,
  options,
}: Asked): AsyncGenerator<Exclude<ChatEvent, { type: 'end' }> | { type: 'step-end'; step: Step<'reasoning'> }> {
  const startedMs = performance.now()
  try {
    const { chosen, events } = router.chat({ task: 'general_reasoning', model }, request, named(options, 'reasoning'))
    let decision = chosen
    for await (const event of events) {
      if (event.type === 'start') {
        const { type, promptTokens, cachedTokens } = event
        decision = event.decision
        yield { type, promptTokens, cachedTokens }
      } else if (event.type === 'end') {
        const durationMs = Math.round(performance.now() - startedMs)
        const { reason: endReason, usage } = event
        yield { type: 'step-end', step: { step: 'reasoning', decision, durationMs, endReason, usage } }
      } else yield event
    }
  } catch (error) {
    throw new StepError('reasoning', error)
  }
}

async function inStep<Value>(step: StepName, action: () => Promise<Value>): Promise<Value> {
  try {
    return await action()
  } catch (error) {
    throw new StepError(step, error)
  }
}

// A request of its own for each step, which the caller's id still finds.
const named = (options: RequestOptions, step: StepName): RequestOptions => ({
  ...options,
  requestId: `${options.requestId ?? randomUUID()}.${step}`,
})

function lastOfUser({ messages }: ChatRequest): string {
  const last = messages.findLast(({ role }) => role === 'user')
  if (!last) throw routerError('invalid_request', { param: 'messages', problem: 'expected a message of the user' })
  return last.content
}
