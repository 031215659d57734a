import type { ChatEvent, ChatRequest, ToolCall } from '../chat/chat.ts'
import type { RequestOptions, Router } from '../router/router.ts'
import type { LabelOutput } from '../router/task-result.ts'
import type { AssistantStep } from './assistant-step.ts'
import { type Asked, checkContext, classifyIntent, moderate, reason } from './steps.ts'

/** What an assistant came to. Input that is not safe stops it: that is a result, not an error. */
export type AssistantResult = { steps: AssistantStep[] } & (
  | { outcome: 'answered'; text: string; toolCalls: ToolCall[]; intent: LabelOutput }
  | { outcome: 'stopped'; moderation: LabelOutput }
)

/** What comes out of an assistant, in order; exactly one `assistant-end` comes last. */
export type AssistantEvent =
  | Exclude<ChatEvent, { type: 'end' }>
  | { type: 'step-end'; step: AssistantStep }
  | { type: 'assistant-end'; result: AssistantResult }

/** Moderation → intent → context → reasoning on one model. */
export type Assistant = {
  /** Answers a chat as a stream. Throws what a {@link Router} throws, as a `StepError` that names the step. */
  stream(request: ChatRequest, options?: RequestOptions): AsyncIterable<AssistantEvent>
  /** Answers a chat as a whole. Throws as `stream` does. */
  answer(request: ChatRequest, options?: RequestOptions): Promise<AssistantResult>
}

/** Which model an assistant works with; by default the one that does `general_reasoning`. */
export type AssistantOptions = { model?: string | undefined }

/**
 * Makes an assistant over a started router. It judges the last message of the user: whether it is safe, and what it is
 * about; then it leaves out the oldest turns where the chat does not fit, and answers.
 *
 * @example
 * await using router = createRouter(canaryConfig())
 * await router.start()
 * const assistant = createAssistant(router)
 * const result = await assistant.answer({ messages: [{ role: 'user', content: 'What is 3 plus 4?' }], sampling: {} })
 * result.outcome // 'answered'
 */
export function createAssistant(router: Router, { model }: AssistantOptions = {}): Assistant {
  async function* stream(request: ChatRequest, options: RequestOptions = {}): AsyncGenerator<AssistantEvent, void> {
    const steps: AssistantStep[] = []
    const note = (step: AssistantStep): AssistantEvent => {
      steps.push(step)
      return { type: 'step-end', step }
    }
    const asked: Asked = { router, model: router.decide({ task: 'general_reasoning', model }, 'chat').model, request, options }

    const moderation = await moderate(asked)
    yield note(moderation)
    if (!moderation.safe) {
      yield { type: 'assistant-end', result: { outcome: 'stopped', moderation: labelOf(moderation), steps } }
      return
    }
    const intent = await classifyIntent(asked)
    yield note(intent)
    const { messages, ...context } = await checkContext(asked)
    yield note(context)

    let text = ''
    const toolCalls: ToolCall[] = []
    for await (const event of reason({ ...asked, request: { ...request, messages } })) {
      if (event.type === 'step-end') {
        yield note(event.step)
        continue
      }
      if (event.type === 'text-delta') text += event.text
      if (event.type === 'tool-call') toolCalls.push(event.call)
      yield event
    }
    yield { type: 'assistant-end', result: { outcome: 'answered', text, toolCalls, intent: labelOf(intent), steps } }
  }

  return {
    stream,
    async answer(request, options) {
      for await (const event of stream(request, options)) if (event.type === 'assistant-end') return event.result
      throw new Error('The assistant ended without a result.')
    },
  }
}

const labelOf = ({ label, probability, probabilities }: LabelOutput): LabelOutput => ({ label, probability, probabilities })
