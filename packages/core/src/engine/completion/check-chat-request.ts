import { z } from 'zod'
import type { ChatRequest } from '../../chat/chat.ts'
import { sayIssue } from '../../config/faults/say-issue.ts'
import { type Sampling, sampling } from '../../config/sampling/sampling.ts'
import { routerError } from '../../errors.ts'

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
}

const paramOf = (path: readonly PropertyKey[]) => String(path[0] === 'sampling' ? (path[1] ?? path[0]) : path[0])

const formats: readonly unknown[] = ['text', 'json-object', 'json-schema', 'grammar']

/** Throws `invalid_request` for a tool choice without its tool, and for a form that there is not. */
function checkAnswerForm({ tools = [], toolChoice, responseFormat }: ChatRequest): void {
  const names = tools.map((tool) => tool.function.name)
  const refuse = (problem: string) => routerError('invalid_request', { param: 'tool_choice', problem })
  if (toolChoice === 'required' && tools.length === 0) throw refuse('it demands a call, but there are no tools')
  if (typeof toolChoice === 'object' && !names.includes(toolChoice.name)) {
    throw refuse(
      `there is no tool named "${toolChoice.name}"; ${names.length > 0 ? `there are ${names.join(', ')}` : 'no tools are given'}`,
    )
  }
  if (responseFormat && !formats.includes(responseFormat.type)) {
    throw routerError('invalid_request', { param: 'response_format', problem: `expected one of ${formats.join(', ')}` })
  }
}

/** What texts to embed must keep to. */
export type InputLimits = { model: string; contextSize: number; embeddingLength: number; dimensions: number | undefined }

/** Checks texts to embed by their lengths in tokens. Throws `invalid_request` and `context_length_exceeded`, each with the input's number. */
export function checkInputs(lengths: readonly number[], { model, contextSize, embeddingLength, dimensions }: InputLimits): void {
  if (dimensions !== undefined && !(Number.isInteger(dimensions) && dimensions >= 1 && dimensions <= embeddingLength)) {
    throw routerError('invalid_request', { param: 'dimensions', problem: `${model} makes vectors of 1 to ${embeddingLength} dimensions` })
  }
  lengths.forEach((promptTokens, input) => {
    if (promptTokens === 0) throw routerError('invalid_request', { param: `input[${input}]`, problem: 'it is empty' })
    if (promptTokens > contextSize) throw routerError('context_length_exceeded', { model, promptTokens, contextSize, input })
  })
}

const heeded: readonly (keyof ChatRequest)[] = ['messages', 'prompt', 'parseSpecial', 'reasoning', 'sampling']
/** Labels are scored at temperature 1 and not sampled, so these two change nothing. */
const needless: readonly (keyof Sampling)[] = ['temperature', 'seed']

/** Throws `unsupported_parameter` for what the choice of a label cannot heed. */
export function checkLabelRequest(request: ChatRequest): void {
  const refused = [...unheeded(request, heeded), ...(request.reasoning ? ['reasoning'] : []), ...unheeded(request.sampling, needless)]
  const [param] = refused
  if (param !== undefined) throw routerError('unsupported_parameter', { param, besides: 'labels' })
}

const unheeded = <Values extends object>(values: Values, known: readonly (keyof Values)[]) =>
  Object.entries(values).flatMap(([name, value]) => (value === undefined || known.includes(name as keyof Values) ? [] : [name]))

/** Throws `invalid_request` unless the labels are a closed set to choose from: at least one, none empty, none twice. */
export function checkLabels(labels: readonly string[]): void {
  const refuse = (problem: string) => routerError('invalid_request', { param: 'labels', problem })
  if (labels.length === 0) throw refuse('there is no label to choose')
  if (labels.includes('')) throw refuse('a label is empty')
  const repeated = labels.find((label, index) => labels.indexOf(label) !== index)
  if (repeated !== undefined) throw refuse('a label stands in it twice')
}

/** Throws `invalid_request` for a prompt that is empty or stands beside messages, `unsupported_parameter` for what only a template could heed. */
export function checkPrompt({ prompt, parseSpecial, messages, ...request }: ChatRequest): void {
  const refuse = (problem: string) => routerError('invalid_request', { param: 'prompt', problem })
  if (prompt === undefined) {
    if (parseSpecial) throw routerError('unsupported_parameter', { param: 'parseSpecial', besides: 'messages' })
    return
  }
  if (messages.length > 0) throw refuse('it cannot be combined with messages; give one of them')
  if (prompt.length === 0) throw refuse('it is empty')
  for (const param of ['tools', 'toolChoice', 'reasoning'] as const) {
    if (request[param] !== undefined) throw routerError('unsupported_parameter', { param, besides: 'prompt' })
  }
}

/** Throws `invalid_request` for ids that are not in a vocabulary of this size: llama.cpp would abort the process. */
export function checkTokens(tokens: readonly number[], vocabularySize: number, param = 'tokens'): void {
  const index = tokens.findIndex((token) => !Number.isInteger(token) || token < 0 || token >= vocabularySize)
  if (index >= 0) {
    throw routerError('invalid_request', {
      param: `${param}[${index}]`,
      problem: `token ids are whole numbers from 0 to ${vocabularySize - 1}`,
    })
  }
}
