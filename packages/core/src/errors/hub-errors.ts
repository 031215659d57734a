import { define, listSome } from './define.ts'

/** A hub and what was asked of it, as errors name them. */
export type HubDetails = {
  /** `hf:owner/repo…`, as a person would write it again. */
  source: string
  repository: string
  endpoint: string
  /** Address of the repository for people. */
  page: string
}

/** Details of a typical case. */
export const hubExample: HubDetails = {
  source: 'hf:owner/model-GGUF:Q8_0',
  repository: 'owner/model-GGUF',
  endpoint: 'https://huggingface.co',
  page: 'https://huggingface.co/owner/model-GGUF',
}

/** What a pull meets on its way: hubs, access, networks. */
export const hubErrors = {
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
    why: (d) => (d.among.length > 0 ? `It has: ${listSome(d.among)}.` : 'It holds no GGUF file at all.'),
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
} as const
