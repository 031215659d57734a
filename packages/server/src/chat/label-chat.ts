import {
  type ChatRequest,
  type RequestOptions,
  type RoutedChat,
  type RoutedChatEvent,
  type RoutedChatStart,
  type Router,
  routerError,
  type TaskName,
} from '@honestai/core'
import type { ChatMetadata } from './chat-metadata.ts'

/** Tasks that come to one of their labels. */
type LabelTask = Extract<TaskName, 'intent_classification' | 'content_moderation'>

/** A chat whose start says what its task came to. */
type LabelChat = Pick<RoutedChat, 'chosen'> & {
  events: AsyncIterable<RoutedChatEvent | (RoutedChatStart & Required<Pick<ChatMetadata, 'task'>>)>
}

/**
 * A chat that judges the last message of the user and answers with its label. Throws `unsupported_parameter` for what a label cannot heed, and
 * `invalid_request` where the user said nothing.
 */
export function labelChat(router: Router, task: LabelTask, request: ChatRequest, options: RequestOptions): LabelChat {
  refuseUnheeded(request, task)
  const input = request.messages.findLast(({ role }) => role === 'user')?.content
  if (input === undefined) throw routerError('invalid_request', { param: 'messages', problem: 'expected a message of the user' })
  return { chosen: router.decide({ task }, 'chat'), events: judge(router, task, input, { ...options, warnings: warningsOf(request) }) }
}

async function* judge(
  router: Router,
  task: LabelTask,
  input: string,
  { warnings, ...options }: RequestOptions & { warnings: string[] },
): LabelChat['events'] {
  const { decision, output, usage } = await router.runTask(task, input, options)
  const { promptTokens, cachedTokens } = usage
  yield { type: 'start', promptTokens, cachedTokens, decision, dropped: [], warnings, task: { name: task, ...output } }
  yield { type: 'text-delta', text: output.label }
  yield { type: 'end', reason: 'stop', usage, tokens: [] }
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
