import { z } from 'zod'
import { promptFields, responseFormat } from '../openai/chat/chat-completion-request.ts'
import { samplingFields } from '../openai/sampling-fields.ts'
import { neutral } from '../shared/refused-values.ts'

/** The body of `POST /v1/assistant`: a chat in the shape of chat completions. */
export const assistantRequest = z.object({
  model: z.string().min(1).nullish().describe('Id of a model for every step; by default the one of general_reasoning.'),
  ...promptFields,
  parallel_tool_calls: z.boolean().nullish().describe('Whether one answer may hold several calls.'),
  response_format: responseFormat.nullish().describe('Form that the answer is held to.'),
  ...samplingFields,
  max_tokens: z.int().min(1).nullish().describe('Longest answer, in tokens.'),
  stream: z.boolean().nullish().describe('Tells the steps and the answer as events.'),
  n: neutral(1),
  logprobs: neutral(false),
  // The assistant always leaves the oldest turns out where they do not fit.
  truncation: neutral('auto'),
})
