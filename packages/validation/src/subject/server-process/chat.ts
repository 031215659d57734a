import { SubjectFailure } from '../../base/subject-failure.ts'
import { readEvents, type StreamEvent } from './read-events.ts'
import { openResponse, sendRequest } from './send-request.ts'

/** Fields of the request beyond the question. `messages` replaces it. */
export type ChatOptions = { model?: string; messages?: unknown[]; signal?: AbortSignal; deadlineMs?: number; [field: string]: unknown }

/** Token counts as the server reports them. */
export type WireUsage = { prompt_tokens: number; completion_tokens: number; total_tokens: number }

/** A whole chat completion. */
// biome-ignore lint/suspicious/noExplicitAny: a check looks at whatever came back and asserts its shape itself.
export type ChatAnswer = { text: string; toolCalls: any[]; finishReason: string; usage: WireUsage; body: any; durationMs: number }

/** A streamed chat completion, put together again. */
export type StreamAnswer = Omit<ChatAnswer, 'body'> & {
  events: StreamEvent[]
  /** Moments at which text came in, counted from the request. */
  textAtMs: number[]
}

/** Asks for a whole answer. Any status but 200 is the subject's failure. */
export async function chat(url: string, question: string, options: ChatOptions = {}): Promise<ChatAnswer> {
  const answer = await sendRequest(`${url}/v1/chat/completions`, toRequest(question, options, false))
  if (answer.status !== 200) throw new SubjectFailure(`A chat was answered ${answer.status}: ${answer.text}`)
  const { choices, usage } = answer.json
  const { message, finish_reason } = choices[0]
  return {
    text: message.content ?? '',
    toolCalls: message.tool_calls ?? [],
    finishReason: finish_reason,
    usage,
    body: answer.json,
    durationMs: answer.durationMs,
  }
}

/** Asks for a stream and reads it to its end. An error event is the subject's failure. */
export async function stream(url: string, question: string, options: ChatOptions = {}): Promise<StreamAnswer> {
  const startedAt = performance.now()
  const response = await openResponse(`${url}/v1/chat/completions`, toRequest(question, options, true))
  if (response.status !== 200) throw new SubjectFailure(`A stream was answered ${response.status}: ${await response.text()}`)
  const answer: StreamAnswer = {
    text: '',
    toolCalls: [],
    finishReason: '',
    usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
    events: [],
    textAtMs: [],
    durationMs: 0,
  }
  for await (const event of readEvents(response, startedAt)) {
    answer.events.push(event)
    if (event.data !== '[DONE]') take(JSON.parse(event.data), event.atMs, answer)
  }
  answer.durationMs = performance.now() - startedAt
  return answer
}

// biome-ignore lint/suspicious/noExplicitAny: a chunk as it came in.
function take(chunk: any, atMs: number, answer: StreamAnswer): void {
  if (chunk.error) throw new SubjectFailure(`The stream ended with an error: ${JSON.stringify(chunk.error)}`)
  if (chunk.usage) answer.usage = chunk.usage
  const [choice] = chunk.choices
  if (choice?.delta?.content) {
    answer.text += choice.delta.content
    answer.textAtMs.push(atMs)
  }
  answer.toolCalls.push(...(choice?.delta?.tool_calls ?? []))
  if (choice?.finish_reason) answer.finishReason = choice.finish_reason
}

function toRequest(question: string, { messages, signal, deadlineMs, ...fields }: ChatOptions, streamed: boolean) {
  return {
    body: {
      messages: messages ?? [{ role: 'user', content: question }],
      temperature: 0,
      ...(streamed ? { stream: true, stream_options: { include_usage: true } } : {}),
      ...fields,
    },
    ...(signal ? { signal } : {}),
    ...(deadlineMs ? { deadlineMs } : {}),
  }
}
