import type { ErrorCode } from '@honestai/core'
import type { Subject, SubjectModel } from '../../subject/run-context.ts'
import type { RunningServer } from '../../subject/server-process/running-server.ts'
import { type RawRequest, sendRaw } from '../../subject/server-process/send-raw.ts'
import type { Answer, RequestOptions } from '../../subject/server-process/send-request.ts'
import { prompt, secret } from '../error-case.ts'

/** A request of any kind: through a client, or in its bytes. */
export type AnyRequest = ({ path: string } & RequestOptions) | RawRequest

/** A request that is refused whenever it is sent, and the request that its error asks for in its place. */
export type RequestCase = { title: string; code: ErrorCode; param?: string; send: AnyRequest; corrected: AnyRequest }

/** Sends either kind. */
export const sendAny = (server: RunningServer, request: AnyRequest): Promise<Answer> =>
  'pieces' in request ? sendRaw(server.url, request) : server.request(request.path, request)

const chat = '/v1/chat/completions'
const embeddings = '/v1/embeddings'
const messages = [{ role: 'user', content: prompt }]
const jsonType = { 'content-type': 'application/json' }

/** Requests that a server on the subject's own config refuses, whatever its models can do beyond chat. */
export function requestCases({ config }: Subject, { id: model, contextSize }: SubjectModel): RequestCase[] {
  const good = { path: chat, body: { model, messages, max_tokens: 1 } }
  const health = { path: '/livez' }
  const withBody = (fields: object): AnyRequest => ({ path: chat, body: { model, messages, max_tokens: 1, ...fields } })
  const raw = (...pieces: string[]): RawRequest => ({ pieces })
  const schema = (property: object) => ({
    path: '/v1/responses',
    body: {
      model,
      input: prompt,
      max_output_tokens: 16,
      text: { format: { type: 'json_schema', name: 'answer', strict: true, schema: toSchema(property) } },
    },
  })
  return [
    { title: 'unknown route', code: 'route_not_found', send: { path: '/v2/nothing' }, corrected: { path: '/v1/models' } },
    { title: 'unknown route below a known one', code: 'route_not_found', send: { path: `${chat}/x`, body: {} }, corrected: good },
    { title: 'bytes that decode to nothing', code: 'invalid_request', param: 'URL', send: { path: '/%E0%A4%A' }, corrected: health },
    ...['/v1/models', '/health', '/livez', '/readyz'].map(
      (path): RequestCase => ({
        title: `DELETE ${path}`,
        code: 'method_not_allowed',
        send: { path, method: 'DELETE' },
        corrected: { path },
      }),
    ),
    ...[chat, embeddings].flatMap((path): RequestCase[] => [
      { title: `GET ${path}`, code: 'method_not_allowed', send: { path }, corrected: good },
      { title: `${path}: broken JSON`, code: 'invalid_json', send: { path, body: `{"model": "${secret}` }, corrected: good },
      { title: `${path}: empty body`, code: 'invalid_json', send: { path, body: '' }, corrected: good },
      {
        title: `${path}: text`,
        code: 'unsupported_media_type',
        send: { path, body: prompt, headers: { 'content-type': 'text/plain' } },
        corrected: { ...good, headers: jsonType },
      },
      {
        title: `${path}: oversize`,
        code: 'body_too_large',
        send: { path, body: `"${'x'.repeat(config.server.bodyLimitBytes)}"` },
        corrected: good,
      },
      {
        title: `${path}: unknown model`,
        code: 'model_not_found',
        param: 'model',
        send: { path, body: { model: 'no-such-model', messages, input: prompt } },
        corrected: good,
      },
      {
        title: `${path}: unknown task`,
        code: 'invalid_request',
        param: 'model',
        send: { path, body: { model: 'task:no_such_task', messages, input: prompt } },
        corrected: good,
      },
      {
        title: `${path}: no model`,
        code: 'invalid_request',
        param: 'model',
        send: { path, body: { messages, input: prompt } },
        corrected: good,
      },
    ]),
    { title: 'no messages', code: 'invalid_request', param: 'messages', send: { path: chat, body: { model } }, corrected: good },
    { title: 'unknown role', code: 'invalid_request', send: withBody({ messages: [{ role: 'robot', content: prompt }] }), corrected: good },
    {
      title: 'temperature out of range',
      code: 'invalid_request',
      param: 'temperature',
      send: withBody({ temperature: 9 }),
      corrected: good,
    },
    { title: 'audio', code: 'unsupported_parameter', param: 'audio', send: withBody({ audio: { voice: 'x' } }), corrected: good },
    { title: 'no input', code: 'invalid_request', param: 'input', send: { path: embeddings, body: { model } }, corrected: good },
    {
      title: 'embedding with a chat model',
      code: 'model_lacks_ability',
      param: 'model',
      send: { path: embeddings, body: { model, input: prompt } },
      corrected: good,
    },
    {
      title: 'more messages than the server takes',
      code: 'too_many_items',
      param: 'messages',
      send: withBody({ messages: Array.from({ length: config.server.maxMessages + 1 }, () => ({ role: 'user', content: 'x' })) }),
      corrected: good,
    },
    {
      title: 'a prompt that does not fit',
      code: 'context_length_exceeded',
      param: 'messages',
      send: withBody({ messages: [{ role: 'user', content: `${prompt} ${'the '.repeat(contextSize)}` }] }),
      corrected: good,
    },
    {
      title: 'a schema that asks for what answers cannot be held to',
      code: 'schema_unsupported',
      send: schema({ not: { type: 'string' } }),
      corrected: schema({ type: 'boolean' }),
    },
    {
      title: 'a task that there is not',
      code: 'task_not_found',
      param: 'task',
      send: { path: '/v1/tasks/poetry', body: { input: prompt } },
      corrected: { path: '/v1/tasks' },
    },
    {
      title: 'a grammar with a class that is not closed',
      code: 'grammar_invalid',
      send: withBody({ grammar: 'root ::= [a-z' }),
      corrected: withBody({ grammar: 'root ::= [a-z]' }),
    },
    {
      title: 'a response that was never there',
      code: 'response_not_found',
      param: 'id',
      send: { path: '/v1/responses/resp_0' },
      corrected: health,
    },
    {
      title: 'a response to go on from that was never there',
      code: 'previous_response_not_found',
      param: 'previous_response_id',
      send: { path: '/v1/responses', body: { model, input: prompt, previous_response_id: 'resp_0' } },
      corrected: { path: '/v1/responses', body: { model, input: prompt, max_output_tokens: 1 } },
    },
    {
      title: 'a URL without end',
      code: 'url_too_long',
      send: raw(`GET /${'x'.repeat(config.server.maxHeaderBytes + 1)} HTTP/1.1\r\nHost: localhost\r\n\r\n`),
      corrected: health,
    },
    {
      title: 'headers without end',
      code: 'headers_too_large',
      send: raw(`GET /livez HTTP/1.1\r\nHost: localhost\r\nX-Secret: ${secret}\r\nX: ${'x'.repeat(config.server.maxHeaderBytes)}\r\n\r\n`),
      corrected: health,
    },
    {
      title: 'what is no HTTP',
      code: 'malformed_request',
      send: raw(`GET /livez HTTP/1.1\r\nHost: localhost\r\n${secret}\r\n\r\n`),
      corrected: health,
    },
    {
      title: 'a host that is not ours',
      code: 'host_not_allowed',
      param: 'Host',
      send: raw('GET /v1/models HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n'),
      corrected: raw('GET /v1/models HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'),
    },
    {
      title: 'a web page of another origin',
      code: 'origin_not_allowed',
      param: 'Origin',
      send: { ...good, headers: { ...jsonType, origin: 'https://page.example' } },
      corrected: good,
    },
  ]
}

const toSchema = (property: object) => ({ type: 'object', properties: { a: property }, required: ['a'], additionalProperties: false })
