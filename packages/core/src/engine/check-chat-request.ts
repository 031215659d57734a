import { z } from 'zod'
import type { ChatRequest, Sampling } from '../chat/chat.ts'
import { sayIssue } from '../config/say-issue.ts'
import { routerError } from '../errors.ts'
import { checkAnswerForm } from './check-answer-form.ts'

const sampling = z.strictObject({
  temperature: z.number().min(0).max(2).optional(),
  topP: z.number().min(0).max(1).optional(),
  topK: z.int().min(0).optional(),
  minP: z.number().min(0).max(1).optional(),
  // llama.cpp takes 4294967295 for "random" and cuts others to 32 bits.
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 2)
    .optional(),
  repeatPenalty: z.number().positive().max(10).optional(),
  presencePenalty: z.number().min(-2).max(2).optional(),
  frequencyPenalty: z.number().min(-2).max(2).optional(),
  penaltyWindowTokens: z.int().min(1).max(65_536).optional(),
  dry: z
    .strictObject({
      multiplier: z.number().positive().max(10),
      base: z.number().min(1).max(10).optional(),
      allowedTokens: z.int().min(1).max(65_536).optional(),
      windowTokens: z.int().min(1).max(65_536).optional(),
      // llama.cpp cuts a longer one.
      breakers: z.array(z.string().min(1).max(40)).optional(),
    })
    .optional(),
  xtc: z.strictObject({ probability: z.number().min(0).max(1), threshold: z.number().min(0).max(1) }).optional(),
  logitBias: z
    .array(z.strictObject({ token: z.union([z.int().min(0), z.string().min(1)]), bias: z.number().min(-100).max(100) }))
    .optional(),
}) satisfies z.ZodType<Sampling>

type Schema = ReturnType<typeof schemaOf>

const schemaOf = (slots: number) =>
  z.object({
    sampling,
    maxTokens: z.int().min(1).optional(),
    stop: z.array(z.string().min(1)).optional(),
    logprobs: z.strictObject({ topTokens: z.int().min(0).max(20) }).optional(),
    // Every choice has a slot.
    choices: z.int().min(1).max(slots).optional(),
  })

/** By number of slots: to make one takes longer than to check a request. */
const schemas = new Map<number, Schema>()

function schemaFor(slots: number): Schema {
  const schema = schemas.get(slots) ?? schemaOf(slots)
  schemas.set(slots, schema)
  return schema
}

/**
 * Throws `invalid_request` for a value out of its range, and `unsupported_parameter` for what no engine can do: nothing
 * that would change an answer is ignored.
 */
export function checkChatRequest(request: ChatRequest, slots: number): void {
  const [issue] = schemaFor(slots).safeParse(request, { error: sayIssue }).error?.issues ?? []
  if (issue?.code === 'unrecognized_keys') throw routerError('unsupported_parameter', { param: issue.keys[0] ?? '' })
  if (issue) throw routerError('invalid_request', { param: paramOf(issue.path), problem: issue.message })
  checkAnswerForm(request)
  // Both keep a state from token to token, which the bindings lose where they tell log probabilities.
  for (const param of ['dry', 'xtc'] as const) {
    if (request.logprobs && request.sampling[param]) throw routerError('unsupported_parameter', { param, besides: 'logprobs' })
  }
}

const paramOf = (path: readonly PropertyKey[]) => String(path[0] === 'sampling' ? (path[1] ?? path[0]) : path[0])
