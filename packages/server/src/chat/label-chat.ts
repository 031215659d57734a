import { type ChatEvent, type ChatRequest, type RequestOptions, type Router, routerError, type TaskName } from '@honestai/core'
import type { BegunChat, ChatFacts } from './to-chat-facts.ts'

/** Tasks that come to one of their labels. */
type LabelTask = Extract<TaskName, 'intent_classification' | 'content_moderation'>

/**
 * A chat that judges the last message of the user and answers with its label. Throws `unsupported_parameter` for what a label cannot heed, and
 * `invalid_request` where the user said nothing.
 */
export function labelChat(router: Router, task: LabelTask, request: ChatRequest, options: RequestOptions): BegunChat {
  refuseUnheeded(request, task)
  const input = request.messages.findLast(({ role }) => role === 'user')?.content
  if (input === undefined) throw routerError('invalid_request', { param: 'messages', problem: 'expected a message of the user' })
  let decision = router.decide({ task }, 'chat')
  let facts: ChatFacts['task']

  async function* events(): AsyncGenerator<ChatEvent, void> {
    const result = await router.runTask(task, input as string, options)
    decision = result.decision
    facts = { name: task, ...result.output }
    yield { type: 'start', promptTokens: result.usage.promptTokens, cachedTokens: result.usage.cachedTokens }
    yield { type: 'text-delta', text: result.output.label }
    yield { type: 'end', reason: 'stop', usage: result.usage, tokens: [] }
  }

  return {
    get decision() {
      return decision
    },
    get task() {
      return facts
    },
    dropped: [],
    warnings: warningsOf(request),
    events: events(),
  }
}

function refuseUnheeded(request: ChatRequest, task: LabelTask): void {
  const { prompt, tools = [], toolChoice, choices = 1, responseFormat, logprobs, reasoning, ignoreEos } = request
  const unheeded = {
    prompt: prompt !== undefined,
    tools: tools.length > 0 && toolChoice !== 'none',
    choices: choices > 1,
    response_format: responseFormat && responseFormat.type !== 'text',
    logprobs,
    reasoning,
    ignoreEos,
  }
  const param = Object.entries(unheeded).find(([, isAsked]) => isAsked)?.[0]
  if (param !== undefined) throw routerError('unsupported_parameter', { param, besides: `task:${task}` })
}

const warningsOf = ({ messages, sampling }: ChatRequest): string[] => [
  ...(messages.length > 1 ? ['The task judges the last message of the user alone.'] : []),
  ...(Object.values(sampling).some((value) => value !== undefined) ? ['A label is chosen, not sampled: sampling changes nothing.'] : []),
]
