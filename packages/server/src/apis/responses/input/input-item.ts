import { z } from 'zod'
import { byType, harmless } from '../../shared/refused-values.ts'

const inputText = z.object({ type: z.literal('input_text'), text: z.string() })

const outputText = z.object({ type: z.literal('output_text'), text: z.string(), annotations: harmless, logprobs: harmless })

const status = { id: z.string().nullish(), status: z.enum(['in_progress', 'completed', 'incomplete']).nullish() }

const message = z.object({
  type: z.literal('message'),
  role: z.enum(['user', 'assistant', 'system', 'developer']),
  content: z.union([z.string(), z.array(byType(['input_text', 'output_text'], z.discriminatedUnion('type', [inputText, outputText])))], {
    error: 'expected a string or an array of text parts',
  }),
  phase: harmless,
  ...status,
})

const functionCall = z.object({
  type: z.literal('function_call'),
  call_id: z.string().min(1),
  name: z.string().min(1),
  arguments: z.string(),
  ...status,
})

const functionCallOutput = z.object({
  type: z.literal('function_call_output'),
  call_id: z.string().min(1),
  output: z.union([z.string(), z.array(byType(['input_text'], inputText))], { error: 'expected a string or an array of text parts' }),
  ...status,
})

const reasoning = z.object({
  type: z.literal('reasoning'),
  summary: z.array(z.object({ type: z.literal('summary_text'), text: z.string() })).optional(),
  content: z.array(z.object({ type: z.literal('reasoning_text'), text: z.string() })).nullish(),
  encrypted_content: harmless,
  ...status,
})

const item = byType(
  ['message', 'function_call', 'function_call_output', 'reasoning'],
  z.discriminatedUnion('type', [message, functionCall, functionCallOutput, reasoning]),
)

// A message may leave its type out.
const withType = (value: unknown) =>
  typeof value === 'object' && value !== null && 'role' in value && !('type' in value) ? { type: 'message', ...value } : value

/** One item of a response's input. */
export const inputItem = z.preprocess(withType, item)

/** One item of a response's input, parsed. */
export type InputItem = z.infer<typeof item>
