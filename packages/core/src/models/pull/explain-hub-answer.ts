import { type HubDetails, type RouterError, routerError } from '../../errors.ts'

/** What is known of a request whose answer is to be explained. */
export type HubQuestion = {
  details: HubDetails
  revision: string
  tokenSet: boolean
  /** The hub itself answered, not a store it sent to. */
  fromHub: boolean
}

/**
 * The error that an answer of a hub means, by its header `X-Error-Code`, or by its status where there is none: mirrors and
 * older hubs send none.
 */
export function explainHubAnswer(answer: Pick<Response, 'status' | 'headers'>, question: HubQuestion): RouterError {
  const { details, revision, tokenSet, fromHub } = question
  const { status, headers } = answer
  if (status === 429) return routerError('hub_rate_limited', { ...details, retryAfterSeconds: retryAfterSeconds(headers) })
  if (status === 416) return routerError('hub_range_refused', { ...details, reason: 'It answered 416, Range Not Satisfiable.' })
  if (status === 451) return routerError('hub_legally_unavailable', details)
  // A store knows signed addresses, not people.
  if (!fromHub) return routerError('hub_failed', { ...details, status })
  switch (headers.get('X-Error-Code')) {
    case 'GatedRepo':
      return routerError(tokenSet ? 'hub_access_not_granted' : 'hub_token_missing', details)
    case 'RepoNotFound':
      // Without a token the hub does not tell private repositories from misspelt ones.
      return routerError(tokenSet || status === 404 ? 'hub_repository_not_found' : 'hub_token_missing', details)
    case 'DisabledRepo':
      return routerError('hub_repository_disabled', details)
    case 'RevisionNotFound':
      return routerError('hub_revision_not_found', { ...details, revision })
    case 'EntryNotFound':
      return routerError('hub_file_not_found', { ...details, among: [] })
  }
  if (status === 401) return routerError(tokenSet ? 'hub_token_refused' : 'hub_token_missing', details)
  if (status === 403) return routerError(tokenSet ? 'hub_access_not_granted' : 'hub_token_missing', details)
  if (status === 404) return routerError('hub_repository_not_found', details)
  return routerError('hub_failed', { ...details, status })
}

/** How long to wait: `Retry-After` in seconds or as a date, or the hub's own `RateLimit: "api";r=0;t=120`. */
function retryAfterSeconds(headers: Headers): number | undefined {
  const text = headers.get('Retry-After') ?? /(?:^|;)\s*t=(\d+)/.exec(headers.get('RateLimit') ?? '')?.[1] ?? ''
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined
}

// Names that Node and OpenSSL give to certificates and handshakes that fail.
const tlsCodes = /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO)/

/** The error that a failed connection means; `error` is what `fetch`, or reading its body, threw. */
export function explainNetworkFailure(error: unknown, details: HubDetails): RouterError {
  const reason = systemCodeOf(error) ?? 'an unknown fault'
  if (reason === 'ENOTFOUND' || reason.startsWith('EAI_')) return routerError('hub_name_unresolved', { ...details, reason })
  if (tlsCodes.test(reason)) return routerError('hub_tls_failed', { ...details, reason })
  return routerError('hub_unreachable', { ...details, reason })
}

/** The system's word for the fault stands in the innermost cause. */
function systemCodeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const { code, cause } = error as { code?: unknown; cause?: unknown }
  return systemCodeOf(cause) ?? (typeof code === 'string' ? code : undefined)
}
