import { askAgain, define } from './define.ts'

/** Where a request was when its time ran out. */
export type TimeoutPhase = 'queue' | 'first-token' | 'inter-token' | 'reader' | 'total'

/** What the time was for, and the key of its limit in the config. */
const timeoutPhases: Readonly<Record<TimeoutPhase, { span: string; key: string }>> = {
  queue: { span: 'to get a slot', key: 'queueMs' },
  'first-token': { span: 'from its slot to its first token', key: 'firstTokenMs' },
  'inter-token': { span: 'from one token to the next', key: 'interTokenMs' },
  reader: { span: 'to read what had come', key: 'clientStallMs' },
  total: { span: 'from its arrival to its end', key: 'totalMs' },
}

/** Whom a request is for, and when it is served. */
export const routerErrors = {
  overloaded: define<{
    model: string
    waiting: number
    retryAfterSeconds: number
    /** How long a request that came now would wait; absent when the queue is full. */
    expectedWaitMs?: number
  }>({
    status: 503,
    type: 'unavailable_error',
    retryable: true,
    what: (d) => {
      if (d.expectedWaitMs === undefined) return `${d.model} is busy${d.waiting > 0 ? ' and its queue is full' : ''}.`
      return `${d.model} is busy: a request that came now would wait about ${Math.ceil(d.expectedWaitMs / 1000)} s, longer than it may.`
    },
    why: (d) =>
      d.waiting > 0 ? `${d.waiting} requests are waiting already.` : 'Too few of its slots are free, and none can be waited for.',
    steps: (d) => [
      { do: 'request', change: `Send the request again in ${d.retryAfterSeconds} s.` },
      { do: 'act', action: `If it is full often, raise slots of ${d.model}, which takes memory, or let fewer clients in.` },
    ],
    example: { model: 'canary', waiting: 128, retryAfterSeconds: 2 },
  }),
  request_timed_out: define<{ model: string; phase: TimeoutPhase; limitMs: number }>({
    status: 504,
    type: 'unavailable_error',
    retryable: true,
    what: (d) => `The request to ${d.model} took longer than ${d.limitMs} ms ${timeoutPhases[d.phase].span}.`,
    why: (d) => `That is its limit for the phase "${d.phase}"; the request was ended and its place given to the next.`,
    steps: (d) => [
      askAgain,
      { do: 'configure', path: `models[].timeouts.${timeoutPhases[d.phase].key}`, value: 'more milliseconds', reason: 'raises the limit' },
    ],
    example: { model: 'canary', phase: 'first-token', limitMs: 30_000 },
  }),
  memory_budget_exceeded: define<{ model: string; neededBytes: number; budgetBytes: number; busyBytes: number }>({
    status: 503,
    type: 'unavailable_error',
    retryable: true,
    what: (d) => `${d.model} needs ${d.neededBytes} bytes, and the models that are busy leave ${Math.max(0, d.budgetBytes - d.busyBytes)}.`,
    why: (d) => `They use ${d.busyBytes} of the ${d.budgetBytes} bytes of the memory budget, and a busy model is never unloaded.`,
    steps: () => [
      askAgain,
      { do: 'configure', path: 'memoryBudgetBytes', value: 'more bytes', reason: 'lets more models be loaded at once' },
    ],
    example: { model: 'canary', neededBytes: 120_000_000, budgetBytes: 200_000_000, busyBytes: 150_000_000 },
  }),
  model_exceeds_memory_budget: define<{ model: string; neededBytes: number; budgetBytes: number }>({
    status: 503,
    type: 'unavailable_error',
    retryable: false,
    what: (d) => `${d.model} needs ${d.neededBytes} bytes; the memory budget is ${d.budgetBytes}.`,
    why: () => 'It would not fit even if every other model were unloaded.',
    steps: (d) => [
      { do: 'configure', path: 'memoryBudgetBytes', value: `at least ${d.neededBytes}`, reason: 'lets it be loaded' },
      { do: 'act', action: `Or choose smaller weights, a smaller context or fewer slots for ${d.model}.` },
    ],
    example: { model: 'canary', neededBytes: 120_000_000, budgetBytes: 100_000_000 },
  }),
  starting_up: define<{ retryAfterSeconds: number }>({
    status: 503,
    type: 'unavailable_error',
    retryable: true,
    what: () => 'The server is starting.',
    why: () => 'It verifies its models before it takes requests.',
    steps: (d) => [
      { do: 'request', change: `Send the request again in ${d.retryAfterSeconds} s.` },
      { do: 'act', action: 'Or wait until GET /readyz answers 200.' },
    ],
    example: { retryAfterSeconds: 2 },
  }),
  shutting_down: define<Record<never, never>>({
    status: 503,
    type: 'unavailable_error',
    retryable: true,
    what: () => 'The server is shutting down.',
    why: () => 'It finishes the requests it has and takes no new ones.',
    steps: () => [{ do: 'request', change: 'Send the request again once the server is back.' }],
    example: {},
  }),
  request_cancelled: define<Record<never, never>>({
    status: 499,
    type: 'invalid_request_error',
    retryable: true,
    what: () => 'The request was cancelled before it was answered.',
    why: () => 'The client closed the connection or aborted.',
    steps: () => [askAgain],
    example: {},
  }),
  model_not_found: define<{ model: string; available: readonly string[] }>({
    status: 404,
    type: 'not_found_error',
    retryable: false,
    what: (d) => `There is no model named "${d.model}".`,
    why: (d) => `The config names: ${d.available.join(', ')}.`,
    steps: (d) => [{ do: 'request', change: `Set "model" to "${d.available[0] ?? ''}" or another model of GET /v1/models.` }],
    param: () => 'model',
    example: { model: 'gpt-4', available: ['canary'] },
  }),
  task_not_found: define<{ task: string; available: readonly string[] }>({
    status: 404,
    type: 'not_found_error',
    retryable: false,
    what: (d) => `There is no task named "${d.task.slice(0, 100)}".`,
    why: (d) => `The tasks are: ${d.available.join(', ')}.`,
    steps: () => [{ do: 'request', change: 'Name one of the tasks of GET /v1/tasks.' }],
    param: () => 'task',
    example: { task: 'poetry', available: ['general_reasoning', 'intent_classification'] },
  }),
  model_lacks_ability: define<{ model: string; ability: string; able: readonly string[] }>({
    status: 400,
    type: 'invalid_request_error',
    retryable: false,
    what: (d) => `${d.model} cannot ${d.ability}.`,
    why: (d) => (d.able.length ? `Models that can: ${d.able.join(', ')}.` : 'No configured model can.'),
    steps: (d) =>
      d.able[0]
        ? [{ do: 'request', change: `Set "model" to "${d.able[0]}".` }]
        : [{ do: 'configure', path: 'models[]', value: `a model that can ${d.ability}`, reason: 'adds one' }],
    param: () => 'model',
    example: { model: 'canary', ability: 'embed', able: ['canary-embedding'] },
  }),
} as const
