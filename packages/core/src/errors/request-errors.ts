import { define } from './define.ts'
import type { Step } from './error-record.ts'

/** One thing that is wrong with a request. */
export type RequestFault = { param: string; problem: string }

// A request can be wrong in more places than anybody reads.
const toldFaults = 9

function sayOthers(others: readonly RequestFault[] = []): string {
  if (others.length === 0) return ''
  const told = others.slice(0, toldFaults).map(({ param, problem }) => `"${param}": ${problem}`)
  const untold = others.length - told.length
  return ` Also ${told.join('; ')}${untold > 0 ? `; and ${untold} more` : ''}.`
}

const correctOthers = (others: readonly RequestFault[] = []): Step[] =>
  others.slice(0, toldFaults).map(({ param }) => ({ do: 'request', change: `Correct "${param}".` }))

/** What is wrong with what a request asks of a model. */
export const requestErrors = {
  context_length_exceeded: define<{
    model: string
    promptTokens: number
    contextSize: number
    reserveTokens?: number
    /** Which of several texts to embed, from 0. */
    input?: number
    /** The field that holds the prompt; `messages` by default. */
    param?: string
  }>({
    status: 400,
    type: 'invalid_request_error',
    retryable: false,
    what: (d) => {
      if (d.input !== undefined) return `Input ${d.input} has ${d.promptTokens} tokens; ${d.model} can hold ${d.contextSize}.`
      const reserve = d.reserveTokens === undefined ? 'its answer included' : `of which ${d.reserveTokens} are reserved for its answer`
      return `The prompt has ${d.promptTokens} tokens; ${d.model} can hold ${d.contextSize}, ${reserve}.`
    },
    why: () => 'Nothing is cut silently, so the request is refused.',
    steps: (d) => [
      d.input === undefined
        ? { do: 'request', change: `Shorten the prompt to fewer than ${Math.max(1, d.contextSize - (d.reserveTokens ?? 0))} tokens.` }
        : { do: 'request', change: `Shorten input ${d.input} to at most ${d.contextSize} tokens.` },
    ],
    param: (d) => d.param ?? (d.input === undefined ? 'messages' : 'input'),
    example: { model: 'canary', promptTokens: 2048, contextSize: 1024 },
  }),
  input_too_long: define<{ task: string; inputTokens: number; maxInputTokens: number; param?: string }>({
    status: 400,
    type: 'invalid_request_error',
    retryable: false,
    what: (d) => `The input has ${d.inputTokens} tokens; the task ${d.task} takes at most ${d.maxInputTokens}.`,
    why: () => 'Nothing is cut silently, so the request is refused.',
    steps: (d) => [
      { do: 'request', change: `Shorten the input to at most ${d.maxInputTokens} tokens.` },
      { do: 'configure', path: `tasks.${d.task}.maxInputTokens`, value: `at least ${d.inputTokens}`, reason: 'raises the limit' },
    ],
    param: (d) => d.param ?? 'input',
    example: { task: 'intent_classification', inputTokens: 900, maxInputTokens: 512 },
  }),
  template_failed: define<{ model: string; reason: string; param?: string }>({
    status: 400,
    type: 'invalid_request_error',
    retryable: false,
    what: (d) => `The chat template of ${d.model} could not render these messages.`,
    why: (d) => d.reason,
    steps: () => [{ do: 'request', change: 'Use the roles and the order of messages that the template expects.' }],
    param: (d) => d.param ?? 'messages',
    example: { model: 'canary', reason: 'The weights hold no chat template.' },
  }),
  invalid_request: define<RequestFault & { others?: readonly RequestFault[] }>({
    status: 400,
    type: 'invalid_request_error',
    retryable: false,
    what: (d) => `"${d.param}" is not valid:`,
    why: (d) => `${d.problem}.${sayOthers(d.others)}`,
    steps: (d) => [{ do: 'request', change: `Correct "${d.param}".` }, ...correctOthers(d.others)],
    param: (d) => d.param,
    example: { param: 'messages', problem: 'expected an array' },
  }),
  unsupported_parameter: define<{ param: string; besides?: string; others?: readonly RequestFault[] }>({
    status: 400,
    type: 'invalid_request_error',
    retryable: false,
    what: (d) => `The parameter "${d.param}" is not supported${d.besides ? ` together with "${d.besides}"` : ''}.`,
    why: (d) => `It would change the answer, so it is refused rather than ignored.${sayOthers(d.others)}`,
    steps: (d) => [{ do: 'request', change: `Send the request without "${d.param}".` }, ...correctOthers(d.others)],
    param: (d) => d.param,
    example: { param: 'audio' },
  }),
  operation_unsupported: define<{ operation: string; reason: string; instead: string; param: string }>({
    status: 400,
    type: 'invalid_request_error',
    retryable: false,
    what: (d) => `${d.operation} is not supported.`,
    why: (d) => d.reason,
    steps: (d) => [{ do: 'request', change: d.instead }],
    param: (d) => d.param,
    example: {
      param: 'URL',
      operation: 'Pulling a model over HTTP',
      reason: 'What this server serves, its config says, and it connects to nobody.',
      instead: 'Run `honestai pull` on the machine of the server.',
    },
  }),
  schema_unsupported: define<{ param: string; pointer: string; problem: string }>({
    status: 400,
    type: 'invalid_request_error',
    retryable: false,
    what: (d) => `The JSON schema in "${d.param}" asks for something at ${d.pointer} that answers cannot be held to:`,
    why: (d) => `${d.problem}. Nothing of a schema is ignored silently, so the request is refused.`,
    steps: (d) => [{ do: 'request', change: `Change the schema at ${d.pointer}, and check that part of the answer yourself.` }],
    param: (d) => d.param,
    example: { param: 'response_format', pointer: '#/properties/name/not', problem: '"not" is not supported' },
  }),
  grammar_invalid: define<{ reason: string }>({
    status: 400,
    type: 'invalid_request_error',
    retryable: false,
    what: () => 'The GBNF grammar cannot be used:',
    why: (d) => `${d.reason}.`,
    steps: () => [{ do: 'request', change: 'Correct the grammar at the line that is named; it begins with the rule "root".' }],
    param: () => 'grammar',
    example: { reason: 'In line 1, "root ::= [a-z": a class is not closed' },
  }),
} as const
