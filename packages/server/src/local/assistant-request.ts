import { z } from 'zod'
import { promptFields, responseFormat } from '../openai/chat-completion-request.ts'
import { samplingFields } from '../openai/sampling-fields.ts'
import { neutral } from '../refused-values.ts'

/** The body of `POST /v1/assistant`: a chat in the shape of chat completions. */
export const assistantRequest = z.object({
  model: z.string().min(1).nullish(),
  ...promptFields,
  parallel_tool_calls: z.boolean().nullish(),
  response_format: responseFormat.nullish(),
  ...samplingFields,
  max_tokens: z.int().min(1).nullish(),
  stream: z.boolean().nullish(),
  n: neutral(1),
  logprobs: neutral(false),
  // The assistant always leaves the oldest turns out where they do not fit.
  truncation: neutral('auto'),
})
