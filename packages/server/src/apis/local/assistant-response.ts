import { z } from 'zod'
import { endReason, labelResponse, tokenCounts } from './task.ts'

const decision = z.looseObject({ model: z.string(), reason: z.string() })
const step = { decision, durationMs: z.number() }

const stepResponse = z.discriminatedUnion('step', [
  labelResponse.extend({ ...step, step: z.literal('moderation'), safe: z.boolean(), usage: tokenCounts }),
  labelResponse.extend({ ...step, step: z.literal('intent'), usage: tokenCounts }),
  z.object({
    ...step,
    step: z.literal('context'),
    keptMessages: z.int(),
    dropped: z.array(z.object({ index: z.int(), role: z.string(), tokens: z.int() })),
    promptTokens: z.int(),
    reserveTokens: z.int(),
  }),
  z.object({ ...step, step: z.literal('reasoning'), endReason, usage: tokenCounts }),
])

const call = z.object({ id: z.string(), name: z.string(), arguments: z.string() })
const steps = z.array(stepResponse)
const warnings = z.array(z.string()).optional()

/** The answer of `POST /v1/assistant`: each step with its model, and what came of it. Input that is not safe stops it. */
export const assistantResponse = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('answered'),
    text: z.string(),
    toolCalls: z.array(call),
    intent: labelResponse,
    steps,
    warnings,
  }),
  z.object({ outcome: z.literal('stopped'), moderation: labelResponse, steps, warnings }),
])

/** One event of a streamed `POST /v1/assistant`; `assistant-end` or `error` comes last. */
export const assistantEventResponse = z.discriminatedUnion('type', [
  z.object({ type: z.literal('step-end'), step: stepResponse }),
  z.looseObject({ type: z.enum(['start', 'text-delta', 'reasoning-delta', 'tool-call-start', 'tool-call-delta', 'tool-call']) }),
  z.object({ type: z.literal('assistant-end'), result: assistantResponse }),
  z.looseObject({ type: z.literal('error') }),
])
