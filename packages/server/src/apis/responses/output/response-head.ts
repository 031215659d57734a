import { randomUUID } from 'node:crypto'
import type { ResponseRequest } from '../response-request.ts'

/** Names a new response and dates it. */
export const createResponseStamp = () => ({
  id: `resp_${randomUUID().replaceAll('-', '')}`,
  created_at: Math.floor(Date.now() / 1000),
})

/** What of a response is known before its first token: its name, its model, and what was asked for. */
export function toResponseHead(stamp: ReturnType<typeof createResponseStamp>, model: string, body: ResponseRequest) {
  return {
    ...stamp,
    object: 'response' as const,
    model,
    access_programs: null,
    background: false,
    error: null,
    incomplete_details: null,
    instructions: body.instructions ?? null,
    max_output_tokens: body.max_output_tokens ?? null,
    metadata: body.metadata ?? {},
    parallel_tool_calls: body.parallel_tool_calls ?? true,
    previous_response_id: body.previous_response_id ?? null,
    reasoning: { effort: body.reasoning?.effort ?? null, summary: null },
    store: isStored(body),
    temperature: body.temperature ?? null,
    text: { format: body.text?.format ? toFormat(body.text.format) : { type: 'text' as const } },
    tool_choice: body.tool_choice ?? ('auto' as const),
    tools: (body.tools ?? []).map(toTool),
    top_logprobs: body.top_logprobs ?? 0,
    top_p: body.top_p ?? null,
    truncation: body.truncation ?? ('disabled' as const),
    ...(body.user != null && { user: body.user }),
  }
}

/** What of a response is known before its first token. */
export type ResponseHead = ReturnType<typeof toResponseHead>

/** Whether the caller lets the response be kept. */
export const isStored = ({ store }: ResponseRequest) => store ?? true

const toTool = ({ type, name, description, parameters, strict }: NonNullable<ResponseRequest['tools']>[number]) => ({
  type,
  name,
  description: description ?? null,
  parameters: parameters ?? null,
  strict: strict ?? false,
})

function toFormat(format: NonNullable<NonNullable<ResponseRequest['text']>['format']>) {
  if (format.type !== 'json_schema') return format
  const { description, strict, ...rest } = format
  return { ...rest, strict: strict ?? true, ...(description != null && { description }) }
}
