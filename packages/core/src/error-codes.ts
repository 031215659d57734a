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

/** A hub and what was asked of it, as errors name them. */
export type HubDetails = {
  /** `hf:owner/repo…`, as a person would write it again. */
  source: string
  repository: string
  endpoint: string
  /** Address of the repository for people. */
  page: string
}

const hubExample: HubDetails = {
  source: 'hf:owner/model-GGUF:Q8_0',
  repository: 'owner/model-GGUF',
  endpoint: 'https://huggingface.co',
  page: 'https://huggingface.co/owner/model-GGUF',
}

const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`

const sealReasons = {
  namespace: 'The kernel gives an engine no network namespace of its own here.',
  permission: 'This version of Node cannot deny the network.',
}

/** Where a request was when its time ran out. */
export type TimeoutPhase = 'queue' | 'first-token' | 'between-tokens' | 'reader' | 'total'

/** What the time was for, and the key of its limit in the config. */
const timeoutPhases: Readonly<Record<TimeoutPhase, { span: string; key: string }>> = {
  queue: { span: 'to get a slot', key: 'queueMs' },
  'first-token': { span: 'from its slot to its first token', key: 'firstTokenMs' },
  'between-tokens': { span: 'from one token to the next', key: 'betweenTokensMs' },
  reader: { span: 'to read what had come', key: 'readerMs' },
  total: { span: 'from its arrival to its end', key: 'totalMs' },
}

const keepResponses: Step[] = [
  { do: 'request', change: 'Create responses that are needed later without "store": false.' },
  { do: 'configure', path: 'server.maxStoredResponses', value: 'a higher number', reason: 'keeps more of them' },
]

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

const askAgain: Step = { do: 'request', change: 'Send the same request again.' }

/**
 * Every failure this project can report, as one table. The HTTP status, the sentences, the steps, the docs page and the
 * checks all come from here, so they cannot disagree.
 *
 * @example
 * errorCodes.model_not_found.status // 404
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
  api_key_required: define<{ host: string }>({
    status: 500,
    type: 'server_error',
    retryable: false,
    what: (d) => `The server refuses to listen on ${d.host} without an API key.`,
    why: () => 'Other machines may reach that address, and any of them could use the server.',
    steps: () => [
      { do: 'act', action: 'Set HONESTAI_API_KEYS to a key of 16 or more characters, such as the output of `openssl rand -hex 32`.' },
      { do: 'configure', path: 'server.apiKeysFile', value: 'a file with keys, one a line', reason: 'names several' },
      { do: 'run', command: 'honestai serve --host 127.0.0.1', reason: 'listens for this machine only' },
      { do: 'run', command: 'honestai serve --allow-no-key', reason: 'asks nobody for a key, for networks where everyone is trusted' },
    ],
    example: { host: '0.0.0.0' },
  }),
  api_keys_unusable: define<{ source: string; reason: string }>({
    status: 500,
    type: 'server_error',
    retryable: false,
    what: (d) => `${d.source} gives no usable API keys.`,
    why: (d) => d.reason,
    steps: (d) => [
      { do: 'act', action: `Put one key a line, or between commas, into ${d.source}; \`openssl rand -hex 32\` makes one.` },
      { do: 'act', action: 'Or leave the setting out, and listen on loopback without keys.' },
    ],
    example: { source: 'api-keys.txt', reason: 'There is no such file.' },
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
  weights_not_pulled: define<{ model: string; source: string; command: string }>({
    status: 503,
    type: 'unavailable_error',
    retryable: false,
    what: (d) => `The weights of ${d.model} are not on this machine: ${d.source} was never pulled.`,
    why: () => 'They are looked for in the local cache only; this server never fetches weights by itself.',
    steps: (d) => [
      { do: 'run', command: d.command, reason: 'pulls them' },
      { do: 'act', action: 'Pulled elsewhere? Set HF_HUB_CACHE or HF_HOME to the cache that has them.' },
    ],
    example: { model: 'qwen', source: 'hf:owner/model-GGUF:Q8_0', command: 'honestai pull hf:owner/model-GGUF:Q8_0' },
  }),
  weights_ambiguous: define<{ source: string; among: readonly string[] }>({
    status: 500,
    type: 'server_error',
    retryable: false,
    what: (d) => `${d.source} does not say which weights it means.`,
    why: (d) => `There are ${d.among.length}: ${d.among.slice(0, 12).join(', ')}${d.among.length > 12 ? ' and more' : ''}.`,
    steps: (d) => [
      {
        do: 'act',
        action: `Name the file, as in ${d.source.split(':', 2).join(':')}/${d.among[0] ?? 'model.gguf'}, or the quantisation, as in :Q4_K_M.`,
      },
    ],
    example: { source: 'hf:owner/model-GGUF', among: ['model-Q4_K_M.gguf', 'model-Q8_0.gguf'] },
  }),
  weights_part_missing: define<WeightsDetails & { missing: readonly string[]; parts: number }>({
    status: 503,
    type: 'unavailable_error',
    retryable: false,
    what: (d) => `The weights of ${d.model} are split into ${d.parts} files, and ${d.missing.length} of them are missing.`,
    why: (d) => `Not there: ${d.missing.slice(0, 12).join(', ')}${d.missing.length > 12 ? ' and more' : ''}.`,
    steps: restoreSteps,
    example: { ...weightsExample, file: 'model-00001-of-00003.gguf', missing: ['model-00002-of-00003.gguf'], parts: 3 },
  }),
  memory_insufficient: define<{
    model: string
    neededBytes: number
    availableBytes: number
    slots: number
    contextTokens: number
    /** Slots, or tokens of context, with which the model would fit when nothing else is changed; 0 when none would do. */
    fittingSlots: number
    fittingContextTokens: number
    /** Largest weights that would fit when nothing else is changed; 0 when none would. */
    fittingWeightsBytes: number
  }>({
    status: 503,
    type: 'unavailable_error',
    retryable: true,
    what: (d) =>
      `${d.model} does not fit into memory: it needs about ${megabytes(d.neededBytes)}, and ${megabytes(d.availableBytes)} are available.`,
    why: (d) => `The weights, and a context of ${d.contextTokens} tokens for each of ${d.slots} slots, have to be in memory together.`,
    steps: (d) => [
      ...(d.fittingSlots > 0
        ? [{ do: 'configure', path: 'models[].slots', value: String(d.fittingSlots), reason: 'fewer contexts fit' } as const]
        : []),
      ...(d.fittingContextTokens > 0
        ? [
            {
              do: 'configure',
              path: 'models[].contextTokens',
              value: String(d.fittingContextTokens),
              reason: 'shorter contexts fit',
            } as const,
          ]
        : []),
      ...(d.fittingWeightsBytes > 0
        ? [
            {
              do: 'act',
              action: `Or choose weights of at most ${megabytes(d.fittingWeightsBytes)}, for instance of a smaller quantisation.`,
            } as const,
          ]
        : []),
      { do: 'act', action: 'Or end other programs, or raise the memory limit of the container.' },
    ],
    example: {
      model: 'qwen',
      neededBytes: 6_400_000_000,
      availableBytes: 5_000_000_000,
      slots: 4,
      contextTokens: 8192,
      fittingSlots: 2,
      fittingContextTokens: 4864,
      fittingWeightsBytes: 3_100_000_000,
    },
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
  seal_unavailable: define<{ missing: readonly string[] }>({
    status: 503,
    type: 'unavailable_error',
    retryable: false,
    what: (d) => `Engines cannot be kept from the network as the config requires: ${d.missing.join(' and ')} cannot be had.`,
    why: (d) => (d.missing.includes('network-namespace') ? sealReasons.namespace : sealReasons.permission),
    steps: (d) => [
      ...(d.missing.includes('network-namespace')
        ? [{ do: 'act', action: 'Run on Linux and allow unprivileged user namespaces (in a container: to create them).' } as const]
        : []),
      ...(d.missing.includes('node-permission') ? [{ do: 'act', action: 'Run on Node 25 or later.' } as const] : []),
      { do: 'configure', path: 'sealed', value: '"preferred"', reason: 'serves with the seals there are; GET /health names them' },
    ],
    example: { missing: ['network-namespace'] },
  }),
  hub_offline: define<HubDetails>({
    status: 503,
    type: 'unavailable_error',
    retryable: false,
    what: (d) => `${d.source} was not pulled: this machine is set to stay offline.`,
    why: () => 'HF_HUB_OFFLINE is set.',
    steps: (d) => [{ do: 'run', command: `HF_HUB_OFFLINE=0 honestai pull ${d.source}`, reason: 'goes online this once' }],
    example: hubExample,
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
      { do: 'run', command: `HF_TOKEN=<token> honestai pull ${d.source}`, reason: 'pulls with your token' },
    ],
    example: hubExample,
  }),
  hub_token_refused: define<HubDetails>({
    status: 401,
    type: 'authentication_error',
    retryable: false,
    what: () => 'The hub refused the access token in HF_TOKEN.',
    why: () => 'It is misspelt, expired or revoked.',
    steps: (d) => [
      { do: 'act', action: 'Make a new access token with read permission.', link: `${d.endpoint}/settings/tokens` },
      { do: 'run', command: `HF_TOKEN=<token> honestai pull ${d.source}`, reason: 'pulls with the new token' },
    ],
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
  hub_repository_not_found: define<HubDetails>({
    status: 404,
    type: 'not_found_error',
    retryable: false,
    what: (d) => `The hub has no repository ${d.repository}.`,
    why: () => 'Its name is misspelt, it was removed, or it is private and the account of HF_TOKEN may not see it.',
    steps: (d) => [{ do: 'act', action: 'Check the name.', link: d.page }],
    example: hubExample,
  }),
  hub_revision_not_found: define<HubDetails & { revision: string }>({
    status: 404,
    type: 'not_found_error',
    retryable: false,
    what: (d) => `The repository ${d.repository} has no revision "${d.revision}".`,
    why: () => 'It has no branch, tag or commit of that name.',
    steps: (d) => [{ do: 'act', action: 'Look up its branches and tags.', link: `${d.page}/refs` }],
    example: { ...hubExample, revision: 'v2' },
  }),
  hub_file_not_found: define<HubDetails & { among: readonly string[] }>({
    status: 404,
    type: 'not_found_error',
    retryable: false,
    what: (d) => `${d.repository} has no weights as ${d.source} names them.`,
    why: (d) =>
      d.among.length > 0
        ? `It has: ${d.among.slice(0, 12).join(', ')}${d.among.length > 12 ? ' and more' : ''}.`
        : 'It holds no GGUF file at all.',
    steps: (d) => [{ do: 'act', action: 'Look up the exact names.', link: `${d.page}/tree/main` }],
    example: { ...hubExample, among: ['model-Q4_K_M.gguf', 'model-Q8_0.gguf'] },
  }),
  hub_repository_disabled: define<HubDetails>({
    status: 403,
    type: 'permission_error',
    retryable: false,
    what: (d) => `The hub has disabled ${d.repository}.`,
    why: () => 'Its owner or the hub took it out of use; no token opens it.',
    steps: (d) => [{ do: 'act', action: 'Read why on its page, and choose another repository.', link: d.page }],
    example: hubExample,
  }),
  hub_legally_unavailable: define<HubDetails>({
    status: 451,
    type: 'permission_error',
    retryable: false,
    what: (d) => `The hub may not give out ${d.repository} for legal reasons.`,
    why: () => 'A demand of the law holds it back, everywhere or where you are (status 451).',
    steps: (d) => [{ do: 'act', action: 'Read why on its page, and choose another repository.', link: d.page }],
    example: hubExample,
  }),
  hub_rate_limited: define<HubDetails & { retryAfterSeconds: number | undefined }>({
    status: 503,
    type: 'unavailable_error',
    retryable: true,
    what: () => 'The hub answers no more requests from here for now.',
    why: () => 'Too many came from this address or account.',
    steps: (d) => [
      {
        do: 'act',
        action: `Pull again in ${d.retryAfterSeconds === undefined ? 'a few minutes' : `${d.retryAfterSeconds} s`}; what has arrived is kept.`,
      },
      { do: 'act', action: 'With HF_TOKEN set the limit is higher.', link: `${d.endpoint}/settings/tokens` },
    ],
    example: { ...hubExample, retryAfterSeconds: 120 },
  }),
  hub_failed: define<HubDetails & { status: number }>({
    status: 502,
    type: 'unavailable_error',
    retryable: true,
    what: (d) => `The hub answered with status ${d.status}.`,
    why: (d) => (d.status >= 500 ? 'The fault is on its side.' : 'It did not take the request.'),
    steps: () => [{ do: 'act', action: 'Pull again in a few minutes; what has arrived is kept.' }],
    example: { ...hubExample, status: 500 },
  }),
  hub_answer_invalid: define<HubDetails & { reason: string }>({
    status: 502,
    type: 'unavailable_error',
    retryable: false,
    what: (d) => `What answers at ${d.endpoint} is no hub.`,
    why: (d) => d.reason,
    steps: () => [{ do: 'act', action: 'Check HF_ENDPOINT, and whether a proxy or a log-in page stands in between.' }],
    example: { ...hubExample, reason: 'Its answer is no JSON.' },
  }),
  hub_name_unresolved: define<HubDetails & { reason: string }>({
    status: 502,
    type: 'unavailable_error',
    retryable: true,
    what: (d) => `The name of the hub at ${d.endpoint}, or of the store it sends to, has no address.`,
    why: (d) => `DNS answered ${d.reason}.`,
    steps: () => [
      { do: 'act', action: 'Check the network, DNS and the spelling of HF_ENDPOINT, then pull again; what has arrived is kept.' },
    ],
    example: { ...hubExample, reason: 'ENOTFOUND' },
  }),
  hub_tls_failed: define<HubDetails & { reason: string }>({
    status: 502,
    type: 'unavailable_error',
    retryable: false,
    what: (d) => `No secure connection to the hub at ${d.endpoint} could be made.`,
    why: (d) => `TLS failed with ${d.reason}: its certificate is not trusted here, or something in between replaces it.`,
    steps: () => [
      { do: 'act', action: 'Behind a proxy that inspects TLS, name its certificate in NODE_EXTRA_CA_CERTS.' },
      { do: 'act', action: 'Check the clock of this machine: a wrong date makes certificates invalid.' },
    ],
    example: { ...hubExample, reason: 'SELF_SIGNED_CERT_IN_CHAIN' },
  }),
  hub_unreachable: define<HubDetails & { reason: string }>({
    status: 502,
    type: 'unavailable_error',
    retryable: true,
    what: (d) => `The hub at ${d.endpoint}, or the store it sends to, could not be reached or broke off.`,
    why: (d) => `The connection ended with ${d.reason}.`,
    steps: () => [{ do: 'act', action: 'Check the network and HF_ENDPOINT, then pull again; what has arrived is kept.' }],
    example: { ...hubExample, reason: 'ECONNREFUSED' },
  }),
  hub_stalled: define<HubDetails & { seconds: number }>({
    status: 504,
    type: 'unavailable_error',
    retryable: true,
    what: () => 'The hub stopped sending.',
    why: (d) => `Not one byte came for ${d.seconds} s.`,
    steps: () => [{ do: 'act', action: 'Pull again; what has arrived is kept.' }],
    example: { ...hubExample, seconds: 60 },
  }),
  hub_range_refused: define<HubDetails & { reason: string }>({
    status: 502,
    type: 'unavailable_error',
    retryable: true,
    what: () => 'The store of the hub did not go on with a file where an earlier try broke off.',
    why: (d) => `${d.reason} What had arrived was thrown away.`,
    steps: (d) => [{ do: 'run', command: `honestai pull ${d.source}`, reason: 'begins anew' }],
    example: { ...hubExample, reason: 'It answered 416, Range Not Satisfiable.' },
  }),
  download_truncated: define<HubDetails & { file: string; receivedBytes: number; totalBytes: number }>({
    status: 502,
    type: 'unavailable_error',
    retryable: true,
    what: (d) => `${d.file} ended too early.`,
    why: (d) => `${d.receivedBytes} of ${d.totalBytes} bytes came.`,
    steps: () => [{ do: 'act', action: 'Pull again; it goes on with what has arrived.' }],
    example: { ...hubExample, file: 'model-Q8_0.gguf', receivedBytes: 1_000_000, totalBytes: 2_000_000 },
  }),
  download_damaged: define<HubDetails & { file: string; expected: string; actual: string }>({
    status: 502,
    type: 'unavailable_error',
    retryable: true,
    what: (d) => `What arrived of ${d.file} is not what the hub promised.`,
    why: (d) => `Its sha256 is ${d.actual}; the hub says ${d.expected}. It was thrown away.`,
    steps: () => [{ do: 'act', action: 'Pull again. If it happens again, a proxy in between alters downloads.' }],
    example: { ...hubExample, file: 'model-Q8_0.gguf', expected: 'a'.repeat(64), actual: 'b'.repeat(64) },
  }),
  disk_full: define<{ file: string; neededBytes: number; freeBytes: number; keptBytes: number }>({
    status: 507,
    type: 'server_error',
    retryable: true,
    what: (d) => `There is no room for ${d.file}: ${megabytes(d.neededBytes)} more are needed, ${megabytes(d.freeBytes)} are free.`,
    why: (d) => (d.keptBytes > 0 ? `${megabytes(d.keptBytes)} had arrived and are kept.` : 'Nothing was written.'),
    steps: () => [
      { do: 'act', action: 'Free space, then pull again; it goes on with what has arrived.' },
      { do: 'act', action: 'Or name a folder on another disk: --output, or HF_HUB_CACHE for the cache.' },
    ],
    example: { file: 'model-Q8_0.gguf', neededBytes: 4_000_000_000, freeBytes: 1_500_000_000, keptBytes: 0 },
  }),
  download_unwritable: define<{ file: string; reason: string }>({
    status: 500,
    type: 'server_error',
    retryable: false,
    what: (d) => `${d.file} cannot be written.`,
    why: (d) => `The operating system answered ${d.reason}.`,
    steps: () => [{ do: 'act', action: 'Name a folder you may write to: --output, or HF_HUB_CACHE for the cache.' }],
    example: { file: 'model-Q8_0.gguf', reason: 'EACCES' },
  }),
  pull_in_progress: define<{ file: string; pid?: number }>({
    status: 503,
    type: 'unavailable_error',
    retryable: true,
    what: (d) => `${d.file} is being pulled already.`,
    why: (d) => `${d.pid === undefined ? 'Another process' : `Process ${d.pid}`} does it; two that write one file would damage it.`,
    steps: () => [{ do: 'act', action: 'Wait until it has ended, a quarter of a minute if it was killed, then pull again.' }],
    example: { file: 'model-Q8_0.gguf', pid: 4711 },
  }),
  pull_stopped: define<{ source: string }>({
    status: 499,
    type: 'invalid_request_error',
    retryable: true,
    what: (d) => `Pulling ${d.source} was stopped.`,
    why: () => 'You, or the system, asked for it; what has arrived is kept.',
    steps: (d) => [{ do: 'run', command: `honestai pull ${d.source}`, reason: 'goes on where it stopped' }],
    example: { source: 'hf:owner/model-GGUF:Q8_0' },
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
    steps: (d) => [{ do: 'request', change: `Send the request again in ${d.retryAfterSeconds} s.` }],
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
  context_length_exceeded: define<{
    model: string
    promptTokens: number
    contextTokens: number
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
      if (d.input !== undefined) return `Input ${d.input} has ${d.promptTokens} tokens; ${d.model} can hold ${d.contextTokens}.`
      const reserve = d.reserveTokens === undefined ? 'its answer included' : `of which ${d.reserveTokens} are reserved for its answer`
      return `The prompt has ${d.promptTokens} tokens; ${d.model} can hold ${d.contextTokens}, ${reserve}.`
    },
    why: () => 'Nothing is cut silently, so the request is refused.',
    steps: (d) => [
      d.input === undefined
        ? { do: 'request', change: `Shorten the prompt to fewer than ${Math.max(1, d.contextTokens - (d.reserveTokens ?? 0))} tokens.` }
        : { do: 'request', change: `Shorten input ${d.input} to at most ${d.contextTokens} tokens.` },
    ],
    param: (d) => d.param ?? (d.input === undefined ? 'messages' : 'input'),
    example: { model: 'canary', promptTokens: 2048, contextTokens: 1024 },
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
  headers_too_large: define<{ limitBytes: number; limitHeaders: number }>({
    status: 431,
    type: 'invalid_request_error',
    retryable: false,
    what: (d) => `The request has more than ${d.limitHeaders} headers, or with its URL they are larger than ${d.limitBytes} bytes.`,
    why: () => 'The limit protects the server from running out of memory.',
    steps: () => [{ do: 'request', change: 'Send fewer or shorter headers.' }],
    example: { limitBytes: 16_384, limitHeaders: 100 },
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
  api_key_missing: define<Record<never, never>>({
    status: 401,
    type: 'authentication_error',
    retryable: false,
    what: () => 'The request has no API key.',
    why: () => 'This server answers only to those who know one.',
    steps: () => [{ do: 'request', change: 'Send the header "Authorization: Bearer <key>", or "X-Api-Key: <key>".' }],
    example: {},
  }),
  api_key_wrong: define<Record<never, never>>({
    status: 401,
    type: 'authentication_error',
    retryable: false,
    what: () => 'The API key is not one of those this server knows.',
    why: () => 'Whoever runs the server chooses the keys, in a file or in HONESTAI_API_KEYS; it reads them when it starts.',
    steps: () => [{ do: 'request', change: 'Send a key that whoever runs the server gave you.' }],
    example: {},
  }),
  host_not_allowed: define<{ host: string }>({
    status: 421,
    type: 'invalid_request_error',
    retryable: false,
    what: (d) => `This server does not answer to the host "${d.host}".`,
    why: () => 'A web page could reach it under a name of its own choice (DNS rebinding), so only known names are answered.',
    steps: (d) => [
      { do: 'request', change: 'Address the server as localhost, or by the address it listens on.' },
      { do: 'configure', path: 'server.allowedHosts', value: `a list with "${d.host}"`, reason: 'only if that name is yours' },
    ],
    param: () => 'Host',
    example: { host: 'ai.example.org' },
  }),
  origin_not_allowed: define<{ origin: string }>({
    status: 403,
    type: 'permission_error',
    retryable: false,
    what: (d) => `A web page of ${d.origin} may not use this server.`,
    why: () => 'Any page that a person opens could, so only pages that the config names may.',
    steps: (d) => [
      { do: 'configure', path: 'server.allowedOrigins', value: `a list with "${d.origin}"`, reason: 'only if you trust that page' },
      { do: 'act', action: 'An origin named "null" or "unknown" cannot be allowed: open the page from a web server, not from a file.' },
    ],
    param: () => 'Origin',
    example: { origin: 'https://chat.example.org' },
  }),
  too_many_items: define<{ param: string; count: number; limit: number; setting: string }>({
    status: 400,
    type: 'invalid_request_error',
    retryable: false,
    what: (d) => `"${d.param}" has ${d.count} items; this server takes at most ${d.limit}.`,
    why: () => 'The limit protects the server from work without end.',
    steps: (d) => [
      { do: 'request', change: `Send at most ${d.limit} items in "${d.param}", or several requests.` },
      { do: 'configure', path: d.setting, value: `at least ${d.count}`, reason: 'raises the limit' },
    ],
    param: (d) => d.param,
    example: { param: 'messages', count: 5000, limit: 2048, setting: 'server.maxMessages' },
  }),
  response_not_found: define<{ id: string }>({
    status: 404,
    type: 'not_found_error',
    retryable: false,
    what: (d) => `There is no response "${d.id.slice(0, 100)}".`,
    why: () =>
      'Responses are kept in memory only: it was never stored, was deleted, gave way to newer ones, or the server has started anew.',
    steps: () => keepResponses,
    param: () => 'id',
    example: { id: 'resp_0123456789abcdef' },
  }),
  previous_response_not_found: define<{ id: string }>({
    status: 400,
    type: 'invalid_request_error',
    retryable: false,
    what: (d) => `There is no response "${d.id.slice(0, 100)}" to go on from.`,
    why: () =>
      'Responses are kept in memory only: it was never stored, was deleted, gave way to newer ones, or the server has started anew.',
    steps: () => [{ do: 'request', change: 'Send the whole conversation as "input", without "previous_response_id".' }, ...keepResponses],
    param: () => 'previous_response_id',
    example: { id: 'resp_0123456789abcdef' },
  }),
  url_too_long: define<{ limitBytes: number }>({
    status: 414,
    type: 'invalid_request_error',
    retryable: false,
    what: (d) => `The URL of the request is longer than ${d.limitBytes} bytes.`,
    why: () => 'The limit protects the server from running out of memory.',
    steps: () => [{ do: 'request', change: 'Send what is long in the body.' }],
    example: { limitBytes: 16_384 },
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
  route_not_found: define<{ method: string; path: string; routes: readonly string[] }>({
    status: 404,
    type: 'not_found_error',
    retryable: false,
    what: (d) => `There is nothing at ${d.method} ${d.path}.`,
    why: () => 'The server has no such route.',
    steps: (d) => [{ do: 'request', change: `Use one of ${d.routes.join(', ')}.` }],
    example: { method: 'GET', path: '/v2/models', routes: ['POST /v1/chat/completions', 'GET /v1/models', 'GET /v1/models/:id'] },
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
