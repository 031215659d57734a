import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { type RouterError, routerError, type ServerConfig } from '@honestai/core'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { toRouterError } from '../../errors/to-router-error.ts'

// Node's own table, imported, brings the client that hangs on its module, which takes a tenth of the start.
const reasonPhrases: Record<number, string> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  414: 'URI Too Long',
  431: 'Request Header Fields Too Large',
}

type ClientError = Error & { code?: string; rawPacket?: unknown; bytesParsed?: number }
type Context = {
  app: FastifyInstance
  server: Pick<ServerConfig, 'maxHeaderBytes' | 'maxHeaders' | 'headersTimeoutSeconds' | 'requestTimeoutSeconds'>
}

function parserError(thrown: ClientError, socket: RequestSocket, { server }: Context): RouterError {
  const limitBytes = server.maxHeaderBytes
  switch (thrown.code) {
    case 'HPE_HEADER_OVERFLOW':
      return isInsideUrl(thrown, socket)
        ? routerError('url_too_long', { limitBytes })
        : routerError('headers_too_large', { limitBytes, limitHeaders: server.maxHeaders })
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return routerError('request_timeout', {
        limitSeconds: hasRequest(socket) ? server.requestTimeoutSeconds : server.headersTimeoutSeconds,
      })
    default:
      return routerError('malformed_request', { reason: `The parser says ${thrown.code ?? 'nothing more'}.` })
  }
}

// The parser counts the URL among the headers. It shows the last piece that arrived, which tells where it stopped only when that is all.
function isInsideUrl({ rawPacket, bytesParsed }: ClientError, { bytesRead }: Socket): boolean {
  return Buffer.isBuffer(rawPacket) && rawPacket.length === bytesRead && !rawPacket.subarray(0, bytesParsed).includes('\n')
}

/** Answers what Node's HTTP parser refuses: before there is a request, or amid its body. */
export function answerClientError(thrown: ClientError, socket: RequestSocket, context: Context): void {
  if (thrown.code === 'ECONNRESET' || !socket.writable || isAnswering(socket)) {
    socket.destroy()
    return
  }
  const error = parserError(thrown, socket, context)
  const requestId = interrupt(socket, error, context) ?? logAlone(error, context)
  const body = JSON.stringify(context.app.routeTable.errorShapeNear(urlOf(thrown, socket)).toBody(error, requestId))
  const headers = [
    `HTTP/1.1 ${error.status} ${reasonPhrases[error.status] ?? ''}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    `X-Should-Retry: ${error.retryable}`,
    'Connection: close',
  ]
  socket.end(`${headers.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}

// Of a request that never came to be, the parser shows what arrived last, which is often all.
function urlOf({ rawPacket }: ClientError, { _httpMessage }: RequestSocket): string {
  if (_httpMessage) return _httpMessage.req.url ?? ''
  return (Buffer.isBuffer(rawPacket) && /^[A-Z]+ (\S+)/.exec(rawPacket.toString('latin1', 0, 200))?.[1]) || ''
}

// A request that is running writes its own line.
const interrupt = ({ _httpMessage }: RequestSocket, error: RouterError, { app }: Context) =>
  _httpMessage && app.interrupt(_httpMessage, error)

function logAlone(error: RouterError, { app }: Context): string {
  const requestId = `req_${randomUUID()}`
  const { status, code } = error
  app.countRefused(error)
  app.log.info({ event: 'request', requestId, route: 'none', status, errorCode: code }, 'request')
  return requestId
}

// The answer to the request that the parser has handed on. Node guards its own default handler by the same internal field.
type RequestSocket = Socket & { _httpMessage?: ServerResponse | null }

const hasRequest = (socket: RequestSocket) => socket._httpMessage != null

// A second answer inside one that has begun would corrupt it.
const isAnswering = (socket: RequestSocket) => socket._httpMessage?.headersSent ?? false

/** Answers what Fastify refuses before it runs any hook, such as a URL it cannot decode. */
export function answerFrameworkError(thrown: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const error = toRouterError(thrown, { bodyLimitBytes: 0, contentType: undefined })
  request.server.countRefused(error)
  request.log.info({ event: 'request', method: request.method, route: 'none', status: error.status, errorCode: error.code }, 'request')
  reply.code(error.status).headers({ 'x-request-id': request.id, 'x-should-retry': String(error.retryable) })
  reply.send(request.server.routeTable.errorShapeNear(request.url).toBody(error, request.id))
}
