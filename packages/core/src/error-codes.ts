import type { ErrorRecord, Step } from './error-record.ts'

const define = <Details>(record: ErrorRecord<Details>) => record

/** A weights file as errors name it: never by its full path, which may hold a user's name. */
type WeightsDetails = {
  model: string
  /** File name without its folder. */
  file: string
  /** The command that brings the file back, when the config names one. */
  restore?: string | undefined
}

const restoreSteps = ({ model, file, restore }: WeightsDetails): Step[] => [
  restore
    ? { do: 'run', command: restore, reason: `brings ${file} back` }
    : { do: 'act', action: `Copy ${file} again from where you got it.` },
  { do: 'run', command: 'honestai models', reason: `shows whether ${model} is usable now` },
]

const weightsExample = { model: 'canary', file: 'canary.gguf', restore: 'git restore models/canary/canary.gguf' }

/** A file on a hub, as errors name it. */
export type HubDetails = { repository: string; file: string; endpoint: string; page: string }

const hubExample: HubDetails = {
  repository: 'owner/model-GGUF',
  file: 'model-Q8_0.gguf',
  endpoint: 'https://huggingface.co',
  page: 'https://huggingface.co/owner/model-GGUF',
}

const askAgain: Step = { do: 'request', change: 'Send the same request again.' }

/**
 * Every failure this project can report, as one table. The HTTP status, the sentences, the steps, the docs page and the
 * checks all come from here, so they cannot disagree.
 */
export const errorCodes = {
  config_unreadable: define<{ file: string; reason: string }>({
    status: 500,
    type: 'server_error',
    retryable: false,
    what: (d) => `The config file ${d.file} could not be read.`,
    why: (d) => d.reason,
    steps: (d) => [{ do: 'act', action: `Check that ${d.file} exists, is readable and is valid YAML or JSON.` }],
    example: { file: 'honestai.yaml', reason: 'There is no such file.' },
  }),
  config_invalid: define<{ file: string; faults: { path: string; problem: string }[] }>({
    status: 500,
    type: 'server_error',
    retryable: false,
    what: (d) => `${d.file} has ${d.faults.length === 1 ? 'a fault' : `${d.faults.length} faults`}.`,
    why: (d) => d.faults.map((fault) => `${fault.path}: ${fault.problem}.`).join(' '),
    steps: (d) => d.faults.map((fault) => ({ do: 'act', action: `Correct ${fault.path}: ${fault.problem}.` })),
    example: { file: 'honestai.yaml', faults: [{ path: 'models[0].path', problem: 'expected a string' }] },
  }),
  no_usable_model: define<{ failures: { model: string; code: string; message: string; steps: Step[] }[] }>({
    status: 503,
    type: 'unavailable_error',
    retryable: false,
    what: () => 'No usable local model, so there is nothing to serve.',
    why: (d) => d.failures.map((failure) => `${failure.model}: ${failure.message}`).join(' '),
    steps: (d) => d.failures.flatMap((failure) => failure.steps),
    example: {
      failures: [{ model: 'canary', code: 'weights_missing', message: 'canary.gguf is not there.', steps: restoreSteps(weightsExample) }],
    },
  }),
  port_unavailable: define<{ host: string; port: number; reason: string }>({
    status: 500,
    type: 'server_error',
    retryable: true,
    what: (d) => `The server cannot listen on ${d.host}:${d.port}.`,
    why: (d) => d.reason,
    steps: (d) => [
      { do: 'run', command: `honestai serve --port ${d.port + 1}`, reason: 'listens on another port' },
      { do: 'act', action: `Or stop the program that uses port ${d.port}.` },
    ],
    example: { host: '127.0.0.1', port: 8080, reason: 'Another program listens there already.' },
  }),
  weights_missing: define<WeightsDetails>({
    status: 503,
    type: 'unavailable_error',
    retryable: false,
    what: (d) => `The weights of ${d.model} are missing: there is no file ${d.file} where the config says.`,
    why: () => 'This server runs on local weights only and never fetches them because a request came in.',
    steps: restoreSteps,
    example: weightsExample,
  }),
  weights_unreadable: define<WeightsDetails & { reason: string }>({
    status: 503,
    type: 'unavailable_error',
    retryable: false,
    what: (d) => `The weights of ${d.model} cannot be read from ${d.file}.`,
    why: (d) => d.reason,
    steps: (d) => [{ do: 'act', action: `Give the user that runs the server read access to ${d.file}.` }, ...restoreSteps(d)],
    example: { ...weightsExample, reason: 'The operating system refused access (EACCES).' },
  }),
  weights_malformed: define<WeightsDetails & { reason: string }>({
    status: 503,
    type: 'unavailable_error',
    retryable: false,
    what: (d) => `${d.file}, the weights of ${d.model}, is not a sound GGUF file.`,
    why: (d) => d.reason,
    steps: restoreSteps,
    example: { ...weightsExample, reason: 'It ends at byte 1,048,576 although its tensors reach to byte 2,097,152.' },
  }),
  weights_hash_mismatch: define<WeightsDetails & { expected: string; actual: string }>({
    status: 503,
    type: 'unavailable_error',
    retryable: false,
    what: (d) => `${d.file}, the weights of ${d.model}, is not the file the config pins.`,
    why: (d) => `Its sha256 is ${d.actual}; the config says ${d.expected}. At least one byte differs.`,
    steps: (d) => [
      ...restoreSteps(d),
      { do: 'configure', path: 'models[].sha256', value: d.actual, reason: 'only if you replaced the file on purpose' },
    ],
    example: { ...weightsExample, expected: 'a'.repeat(64), actual: 'b'.repeat(64) },
  }),
  architecture_unsupported: define<WeightsDetails & { architecture: string }>({
    status: 503,
    type: 'unavailable_error',
    retryable: false,
    what: (d) => `${d.model} has the architecture "${d.architecture}", which this engine does not know.`,
    why: () => 'The weights need a newer llama.cpp, or are no language model.',
    steps: () => [
      { do: 'act', action: 'Choose weights of a supported architecture (llama, qwen2, gemma, phi and many more).' },
      { do: 'act', action: 'Or update node-llama-cpp to a release that supports it.' },
    ],
    example: { ...weightsExample, architecture: 'mystery' },
  }),
  model_load_failed: define<WeightsDetails & { reason: string }>({
    status: 503,
    type: 'unavailable_error',
    retryable: true,
    what: (d) => `${d.model} could not be loaded from ${d.file}.`,
    why: (d) => d.reason,
    steps: (d) => [...restoreSteps(d), askAgain],
    example: { ...weightsExample, reason: 'llama.cpp said: failed to allocate the KV cache.' },
  }),
  hub_token_missing: define<HubDetails>({
    status: 401,
    type: 'authentication_error',
    retryable: false,
    what: (d) => `The hub gives ${d.repository} only to people it knows.`,
    why: () => 'The repository is gated, private or misspelt, and HF_TOKEN is not set.',
    steps: (d) => [
      { do: 'act', action: 'Check the spelling and ask for access if the page offers it.', link: d.page },
      { do: 'act', action: 'Make an access token with read permission.', link: `${d.endpoint}/settings/tokens` },
      { do: 'run', command: `HF_TOKEN=<token> honestai pull ${d.repository}/${d.file}`, reason: 'pulls with your token' },
    ],
    example: hubExample,
  }),
  hub_token_refused: define<HubDetails>({
    status: 401,
    type: 'authentication_error',
    retryable: false,
    what: () => 'The hub refused the access token in HF_TOKEN.',
    why: () => 'It is misspelt, expired or revoked.',
    steps: (d) => [{ do: 'act', action: 'Make a new access token with read permission.', link: `${d.endpoint}/settings/tokens` }],
    example: hubExample,
  }),
  hub_access_not_granted: define<HubDetails>({
    status: 403,
    type: 'permission_error',
    retryable: false,
    what: (d) => `The hub knows you but does not let you have ${d.repository}.`,
    why: () => 'The repository is gated and your account is not on its list, or the token lacks read permission.',
    steps: (d) => [{ do: 'act', action: 'Ask for access on the page of the repository, then pull again.', link: d.page }],
    example: hubExample,
  }),
  hub_file_not_found: define<HubDetails>({
    status: 404,
    type: 'not_found_error',
    retryable: false,
    what: (d) => `The hub has no file ${d.file} in ${d.repository}.`,
    why: () => 'The repository or the file is misspelt, or was removed.',
    steps: (d) => [{ do: 'act', action: 'Look up the exact names.', link: `${d.page}/tree/main` }],
    example: hubExample,
  }),
  hub_failed: define<HubDetails & { status: number }>({
    status: 502,
    type: 'unavailable_error',
    retryable: true,
    what: (d) => `The hub answered with status ${d.status}.`,
    why: () => 'The fault is on its side.',
    steps: () => [{ do: 'act', action: 'Pull again in a few minutes; what has arrived is kept.' }],
    example: { ...hubExample, status: 500 },
  }),
  hub_unreachable: define<HubDetails & { reason: string }>({
    status: 502,
    type: 'unavailable_error',
    retryable: true,
    what: (d) => `The hub at ${d.endpoint} could not be reached or broke off.`,
    why: (d) => d.reason,
    steps: () => [{ do: 'act', action: 'Check the network and HF_ENDPOINT, then pull again; what has arrived is kept.' }],
    example: { ...hubExample, reason: 'The name could not be resolved (ENOTFOUND).' },
  }),
  download_damaged: define<HubDetails & { expected: string; actual: string }>({
    status: 502,
    type: 'unavailable_error',
    retryable: true,
    what: (d) => `What arrived of ${d.file} is not what the hub promised.`,
    why: (d) => `Its sha256 is ${d.actual}; the hub says ${d.expected}. It was thrown away.`,
    steps: () => [{ do: 'act', action: 'Pull again.' }],
    example: { ...hubExample, expected: 'a'.repeat(64), actual: 'b'.repeat(64) },
  }),
  engine_crashed: define<{ model: string; reason: string }>({
    status: 503,
    type: 'unavailable_error',
    retryable: true,
    what: (d) => `The engine of ${d.model} died while it worked on this request.`,
    why: (d) => d.reason,
    steps: () => [askAgain],
    example: { model: 'canary', reason: 'Its process was ended by SIGKILL. The server restarts it.' },
  }),
  overloaded: define<{ model: string; waiting: number; retryAfterSeconds: number }>({
    status: 503,
    type: 'unavailable_error',
    retryable: true,
    what: (d) => `${d.model} is busy and its queue is full.`,
    why: (d) => `${d.waiting} requests are waiting already.`,
    steps: (d) => [{ do: 'request', change: `Send the request again in ${d.retryAfterSeconds} s.` }],
    example: { model: 'canary', waiting: 128, retryAfterSeconds: 2 },
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
  context_length_exceeded: define<{ model: string; promptTokens: number; contextTokens: number }>({
    status: 400,
    type: 'invalid_request_error',
    retryable: false,
    what: (d) => `The prompt has ${d.promptTokens} tokens; ${d.model} can hold ${d.contextTokens}, its answer included.`,
    why: () => 'Nothing is cut silently, so the request is refused.',
    steps: (d) => [{ do: 'request', change: `Shorten the prompt to fewer than ${d.contextTokens} tokens.` }],
    param: () => 'messages',
    example: { model: 'canary', promptTokens: 2048, contextTokens: 1024 },
  }),
  template_failed: define<{ model: string; reason: string }>({
    status: 400,
    type: 'invalid_request_error',
    retryable: false,
    what: (d) => `The chat template of ${d.model} could not render these messages.`,
    why: (d) => d.reason,
    steps: () => [{ do: 'request', change: 'Use the roles and the order of messages that the template expects.' }],
    param: () => 'messages',
    example: { model: 'canary', reason: 'The weights hold no chat template.' },
  }),
  invalid_request: define<{ param: string; problem: string }>({
    status: 400,
    type: 'invalid_request_error',
    retryable: false,
    what: (d) => `"${d.param}" is not valid:`,
    why: (d) => `${d.problem}.`,
    steps: (d) => [{ do: 'request', change: `Correct "${d.param}".` }],
    param: (d) => d.param,
    example: { param: 'messages', problem: 'expected an array' },
  }),
  unsupported_parameter: define<{ param: string }>({
    status: 400,
    type: 'invalid_request_error',
    retryable: false,
    what: (d) => `The parameter "${d.param}" is not supported.`,
    why: () => 'It would change the answer, so it is refused rather than ignored.',
    steps: (d) => [{ do: 'request', change: `Send the request without "${d.param}".` }],
    param: (d) => d.param,
    example: { param: 'audio' },
  }),
  invalid_json: define<{ reason: string }>({
    status: 400,
    type: 'invalid_request_error',
    retryable: false,
    what: () => 'The request body is not valid JSON.',
    why: (d) => d.reason,
    steps: () => [{ do: 'request', change: 'Send a body that a JSON parser accepts.' }],
    example: { reason: 'The body ends too early.' },
  }),
  malformed_request: define<{ reason: string }>({
    status: 400,
    type: 'invalid_request_error',
    retryable: false,
    what: () => 'The request is not well-formed HTTP.',
    why: (d) => d.reason,
    steps: () => [{ do: 'request', change: 'Send it with an HTTP client.' }],
    example: { reason: 'A header line has no colon.' },
  }),
  headers_too_large: define<{ limitBytes: number }>({
    status: 431,
    type: 'invalid_request_error',
    retryable: false,
    what: (d) => `The request headers are larger than ${d.limitBytes} bytes.`,
    why: () => 'The limit protects the server from running out of memory.',
    steps: () => [{ do: 'request', change: 'Send fewer or shorter headers.' }],
    example: { limitBytes: 16_384 },
  }),
  request_timeout: define<{ limitSeconds: number }>({
    status: 408,
    type: 'invalid_request_error',
    retryable: true,
    what: (d) => `The request did not arrive within ${d.limitSeconds} seconds.`,
    why: () => 'A connection that sends too slowly would hold its place for ever.',
    steps: () => [askAgain],
    example: { limitSeconds: 120 },
  }),
  unsupported_media_type: define<{ received: string }>({
    status: 415,
    type: 'invalid_request_error',
    retryable: false,
    what: (d) => `The content type "${d.received}" is not accepted.`,
    why: () => 'Bodies are JSON.',
    steps: () => [{ do: 'request', change: 'Set the header Content-Type to application/json.' }],
    example: { received: 'text/plain' },
  }),
  body_too_large: define<{ limitBytes: number }>({
    status: 413,
    type: 'invalid_request_error',
    retryable: false,
    what: (d) => `The request body is larger than ${d.limitBytes} bytes.`,
    why: () => 'The limit protects the server from running out of memory.',
    steps: () => [{ do: 'request', change: 'Send a smaller body.' }],
    example: { limitBytes: 1_048_576 },
  }),
  route_not_found: define<{ method: string; path: string }>({
    status: 404,
    type: 'not_found_error',
    retryable: false,
    what: (d) => `There is nothing at ${d.method} ${d.path}.`,
    why: () => 'The server has no such route.',
    steps: () => [{ do: 'request', change: 'Use POST /v1/chat/completions, POST /v1/embeddings or GET /v1/models.' }],
    example: { method: 'GET', path: '/v2/models' },
  }),
  method_not_allowed: define<{ method: string; path: string; allowed: readonly string[] }>({
    status: 405,
    type: 'invalid_request_error',
    retryable: false,
    what: (d) => `${d.path} does not answer ${d.method}.`,
    why: (d) => `It answers ${d.allowed.join(', ')}.`,
    steps: (d) => [{ do: 'request', change: `Use ${d.allowed[0] ?? 'another method'} ${d.path}.` }],
    example: { method: 'DELETE', path: '/v1/models', allowed: ['GET'] },
  }),
  internal_error: define<Record<never, never>>({
    status: 500,
    type: 'server_error',
    retryable: false,
    what: () => 'The server made a mistake.',
    why: () => 'This is a fault of the program, not of the request; the log has the details under the request id.',
    steps: () => [{ do: 'act', action: 'Report it with the X-Request-Id of this answer.' }],
    example: {},
  }),
} as const
