import type { ChatRequest, ResponseFormat } from '@honestai/core'
import { z } from 'zod'
import { openaiSampling, samplingFields } from '../openai/sampling-fields.ts'
import { neutral } from '../shared/refused-values.ts'

const hint = z.unknown().optional().describe('How weights are run, says the config: accepted, and named in the warnings.')

/** Fields about how an answer is computed, which do not change what it is. */
const hintNames = [
  'cache_prompt',
  'id_slot',
  'n_keep',
  'n_discard',
  'n_cache_reuse',
  'return_progress',
  'backend_sampling',
  'mirostat_tau',
  'mirostat_eta',
  'dynatemp_exponent',
] as const

const hints = Object.fromEntries(hintNames.map((name) => [name, hint])) as Record<(typeof hintNames)[number], typeof hint>

/** Token ids, or ids and texts in turn. */
const mixed = z.array(z.union([z.int().min(0), z.string()])).min(1)

const withoutImages = z.object({ prompt_string: z.string(), multimodal_data: neutral([]) })

const onePrompt = z.union([z.string(), mixed, withoutImages])

const limit = z.int().min(-2).nullish()

/** How a body of llama.cpp's own routes asks for an answer. */
const answerFields = {
  model: z.string().min(1).nullish().describe('Id of a model, or a task as task:NAME; by default the first that can.'),
  ...samplingFields,
  stop: z
    .union([z.string(), z.array(z.string())])
    .nullish()
    .describe('Texts at which the answer ends.'),
  json_schema: z.record(z.string(), z.unknown()).nullish().describe('A schema that the answer is held to.'),
  n_predict: limit.describe('Longest answer, in tokens; none where it is below 0.'),
  max_tokens: limit.describe('Another name of n_predict.'),
  n: z.int().min(1).nullish().describe('Answers to each prompt.'),
  n_cmpl: z.int().min(1).nullish().describe('Another name of n.'),
  n_probs: z.int().min(0).max(20).nullish().describe('Tells the log probability of each token, and this many alternatives.'),
  stream: z.boolean().nullish().describe('Sends the answer as it is made.'),
  return_tokens: z.boolean().nullish().describe('Tells the ids of the answer; a stream always does.'),
  timings_per_token: z.boolean().nullish().describe('Tells with each part of a stream how fast it is.'),
  response_fields: z.array(z.string()).nullish().describe('Tells these fields alone; one inside another as outer/inner.'),
  ...hints,
  post_sampling_probs: neutral(false),
  min_keep: neutral(0),
  n_indent: neutral(0),
  t_max_predict_ms: neutral(0, -1),
  adaptive_target: neutral(-1),
  lora: neutral([]),
  image_data: neutral([]),
}

/** The body of `POST /completion`. */
export const llamaCompletionRequest = z.object({
  ...answerFields,
  prompt: z
    .union([onePrompt, z.array(onePrompt).min(1)], { error: 'expected a text, token ids, texts and ids in turn, or several of these' })
    .describe('A text, token ids, texts and ids in turn, or several of these; no template touches it.'),
})

/** The body of `POST /infill`. */
export const infillRequest = z.object({
  ...answerFields,
  input_prefix: z.string().describe('What stands before the gap.'),
  input_suffix: z.string().describe('What stands behind it.'),
  input_extra: z
    .array(z.object({ filename: z.string().nullish(), text: z.string() }))
    .nullish()
    .describe('Other texts that the model should see.'),
  prompt: z.string().nullish().describe('Stands behind the prefix.'),
})

const fields = z.object(answerFields)

/** What of a body says how its answer is. */
export type AnswerFields = z.infer<typeof fields>

/** One prompt of a body. */
export type OnePrompt = z.infer<typeof onePrompt>

/** The prompts of a body, and whether it asked for several. */
export function promptsOf({ prompt }: z.infer<typeof llamaCompletionRequest>): { prompts: OnePrompt[]; several: boolean } {
  // A list with an id in it is one prompt; a list of texts, or of lists, is several.
  const several = Array.isArray(prompt) && !prompt.some((part) => typeof part === 'number')
  return several ? { prompts: prompt as OnePrompt[], several } : { prompts: [prompt as OnePrompt], several }
}

/** What the engine is asked for one prompt. */
export const toRequest = (body: AnswerFields, prompt: string | number[]): ChatRequest => ({
  messages: [],
  prompt,
  parseSpecial: true,
  sampling: openaiSampling.toSampling(body),
  stop: stopsOf(body),
  ignoreEos: body.ignore_eos ?? undefined,
  responseFormat: toResponseFormat(body),
  maxTokens: limitOf(body),
  logprobs: body.n_probs ? { topTokens: body.n_probs } : undefined,
  tokenIds: body.stream ? true : undefined,
  choices: choicesOf(body),
})

/** How many answers each prompt is to have. */
export const choicesOf = ({ n, n_cmpl }: AnswerFields): number | undefined => n ?? n_cmpl ?? undefined

/** A warning for each field that changed nothing. */
export const warningsOf = (body: AnswerFields): string[] =>
  hintNames.filter((name) => body[name] != null).map((name) => `"${name}" changed nothing: how weights are run, says the config.`)

const stopsOf = ({ stop }: AnswerFields): string[] | undefined => {
  const stops = (typeof stop === 'string' ? [stop] : (stop ?? [])).filter((text) => text !== '')
  return stops.length > 0 ? stops : undefined
}

const limitOf = ({ n_predict, max_tokens }: AnswerFields): number | undefined => {
  const asked = n_predict ?? max_tokens
  return asked == null || asked < 0 ? undefined : asked
}

function toResponseFormat({ grammar, json_schema: schema }: AnswerFields): ResponseFormat | undefined {
  if (grammar) return { type: 'grammar', gbnf: grammar }
  return schema == null ? undefined : { type: 'json-schema', schema }
}
