import { RouterError, routerError } from '@honestai/core'

/** What the request says that an error may need. */
type Context = { bodyLimitBytes: number; contentType: string | undefined }

/** An error of the table for anything that was thrown; `internal_error` for what nobody foresaw. */
export function toRouterError(error: unknown, { bodyLimitBytes, contentType }: Context): RouterError {
  if (error instanceof RouterError) return error
  switch ((error as { code?: unknown } | null)?.code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return routerError('unsupported_media_type', { received: contentType ?? '' })
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return routerError('body_too_large', { limitBytes: bodyLimitBytes })
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return routerError('invalid_request', { param: 'Content-Length', problem: 'the body has another length' })
    case 'FST_ERR_BAD_URL':
      return routerError('invalid_request', { param: 'URL', problem: 'its percent-encoding is broken' })
    default:
      return routerError('internal_error', {})
  }
}
