import { type HubDetails, type RouterError, routerError } from '../errors.ts'

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
