import { randomUUID } from 'node:crypto'
import { type OutgoingMessage, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { type RouterError, routerError } from '@honestai/core'
import type { FastifyBaseLogger } from 'fastify'

// Node's default for the headers of a request.
const headerLimitBytes = 16_384

function toClientError(code: string | undefined, requestTimeoutMs: number): RouterError {
  if (code === 'HPE_HEADER_OVERFLOW') return routerError('headers_too_large', { limitBytes: headerLimitBytes })
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return routerError('request_timeout', { limitSeconds: requestTimeoutMs / 1000 })
  return routerError('malformed_request', { reason: `The parser says ${code ?? 'nothing more'}.` })
}

type Context = { log: FastifyBaseLogger; requestTimeoutMs: number }

/** Answers what Node's HTTP parser refuses, where there is no request yet and so no reply. */
export function answerClientError(thrown: Error & { code?: string }, socket: Socket, { log, requestTimeoutMs }: Context): void {
  if (thrown.code === 'ECONNRESET' || !socket.writable || isAnswering(socket)) {
    socket.destroy()
    return
  }
  const error = toClientError(thrown.code, requestTimeoutMs)
  const body = JSON.stringify(error.toBody())
  const requestId = `req_${randomUUID()}`
  log.info({ event: 'request', requestId, route: 'none', status: error.status, errorCode: error.code }, 'request')
  const headers = [
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    'Connection: close',
  ]
  socket.end(`${headers.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}

// A second answer inside one that has begun would corrupt it. Node guards its own default handler by the same internal field.
function isAnswering(socket: Socket & { _httpMessage?: OutgoingMessage }): boolean {
  return socket._httpMessage?.headersSent ?? false
}
