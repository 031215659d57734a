import { countTokensShape, messageEventShape, messageShape } from '../apis/anthropic/message-shape.ts'
import { countTokensRequest, messagesRequest } from '../apis/anthropic/messages-request.ts'
import { applyTemplateRequest, applyTemplateResponse } from '../apis/local/apply-template.ts'
import { assistantRequest } from '../apis/local/assistant-request.ts'
import { assistantEventResponse, assistantResponse } from '../apis/local/assistant-response.ts'
import { loadEventResponse, loadRequest } from '../apis/local/load-model.ts'
import { taskListResponse, taskRequest, taskResponse } from '../apis/local/task.ts'
import { detokenizeRequest, detokenizeResponse, tokenizeRequest, tokenizeResponse } from '../apis/local/tokenize.ts'
import { chatCompletionRequest } from '../apis/openai/chat/chat-completion-request.ts'
import { chatCompletionResponse } from '../apis/openai/chat/to-chat-completion.ts'
import { chatCompletionChunkResponse } from '../apis/openai/chat/to-chat-completion-chunks.ts'
import { completionRequest } from '../apis/openai/completions/completion-request.ts'
import { completionChunkResponse, completionResponse } from '../apis/openai/completions/to-completion.ts'
import { embeddingRequest } from '../apis/openai/embeddings/embedding-request.ts'
import { embeddingResponse } from '../apis/openai/embeddings/to-embedding-list.ts'
import { modelListResponse, modelResponse } from '../apis/openai/models/models.ts'
import { moderationRequest, moderationResponse } from '../apis/openai/moderations/moderation.ts'
import { inputItemQuery } from '../apis/responses/input/to-input-item-list.ts'
import { deletedResponseShape, inputItemListShape, responseEventShape, responseShape } from '../apis/responses/output/response-shape.ts'
import { responseRequest, retrieveQuery } from '../apis/responses/response-request.ts'
import { chatErrors, modelErrors } from './common-errors.ts'
import { healthResponse, livezResponse, readyzResponse, unreadyResponse } from './health-response.ts'
import type { RouteDescription } from './route-description.ts'

const json = 'application/json'
const html = { type: 'text/html' }

const chat: readonly RouteDescription[] = [
  {
    method: 'post',
    path: '/v1/chat/completions',
    group: 'Chat',
    summary: 'Answers a chat, whole or streamed.',
    request: chatCompletionRequest,
    response: { type: json, schema: chatCompletionResponse },
    event: chatCompletionChunkResponse,
    errors: chatErrors,
  },
  {
    method: 'post',
    path: '/v1/completions',
    group: 'Chat',
    summary: 'Goes on from a raw prompt, whole or streamed.',
    request: completionRequest,
    response: { type: json, schema: completionResponse },
    event: completionChunkResponse,
    errors: chatErrors,
  },
  {
    method: 'post',
    path: '/v1/embeddings',
    group: 'Embeddings',
    summary: 'Embeds texts.',
    request: embeddingRequest,
    response: { type: json, schema: embeddingResponse },
    errors: [...modelErrors, 'context_length_exceeded'],
  },
]

const otherApis: readonly RouteDescription[] = [
  {
    method: 'post',
    path: '/v1/responses',
    group: 'Responses',
    summary: "Answers as OpenAI's Responses API, whole or streamed.",
    request: responseRequest,
    response: { type: json, schema: responseShape },
    event: responseEventShape,
    errors: [...chatErrors, 'previous_response_not_found'],
  },
  {
    method: 'get',
    path: '/v1/responses/:id',
    group: 'Responses',
    summary: 'A kept response.',
    query: retrieveQuery,
    response: { type: json, schema: responseShape },
    errors: ['response_not_found', 'unsupported_parameter'],
  },
  {
    method: 'delete',
    path: '/v1/responses/:id',
    group: 'Responses',
    summary: 'Forgets a kept response.',
    response: { type: json, schema: deletedResponseShape },
    errors: ['response_not_found'],
  },
  {
    method: 'get',
    path: '/v1/responses/:id/input_items',
    group: 'Responses',
    summary: 'What a kept response answered, page by page.',
    query: inputItemQuery,
    response: { type: json, schema: inputItemListShape },
    errors: ['response_not_found', 'invalid_request'],
  },
  {
    method: 'post',
    path: '/v1/messages',
    group: 'Messages',
    summary: "Answers as Anthropic's Messages API, whole or streamed.",
    request: messagesRequest,
    response: { type: json, schema: messageShape },
    event: messageEventShape,
    errors: chatErrors,
  },
  {
    method: 'post',
    path: '/v1/messages/count_tokens',
    group: 'Messages',
    summary: 'Counts the tokens of a prompt as the template of the model renders it.',
    request: countTokensRequest,
    response: { type: json, schema: countTokensShape },
    errors: chatErrors,
  },
]

const local: readonly RouteDescription[] = [
  {
    method: 'get',
    path: '/v1/models',
    group: 'Models',
    summary: 'The configured models.',
    response: { type: json, schema: modelListResponse },
    errors: ['starting_up', 'shutting_down'],
  },
  {
    method: 'get',
    path: '/v1/models/:id',
    group: 'Models',
    summary: 'One model, with its state.',
    response: { type: json, schema: modelResponse },
    errors: ['model_not_found', 'starting_up', 'shutting_down'],
  },
  {
    method: 'post',
    path: '/v1/models/:id/load',
    group: 'Models',
    summary: 'Loads a model, with its progress where it is streamed.',
    request: loadRequest,
    bodyOptional: true,
    response: { type: json, schema: modelResponse },
    event: loadEventResponse,
    errors: modelErrors,
  },
  {
    method: 'post',
    path: '/v1/models/:id/unload',
    group: 'Models',
    summary: 'Unloads a model once nobody uses it.',
    response: { type: json, schema: modelResponse },
    errors: ['model_not_found', 'starting_up', 'shutting_down'],
  },
  {
    method: 'get',
    path: '/v1/tasks',
    group: 'Tasks',
    summary: 'The tasks, and the model that does each.',
    response: { type: json, schema: taskListResponse },
    errors: ['starting_up', 'shutting_down'],
  },
  {
    method: 'post',
    path: '/v1/tasks/:task',
    group: 'Tasks',
    summary: 'Does a task on one input.',
    request: taskRequest,
    response: { type: json, schema: taskResponse },
    errors: [...chatErrors, 'input_too_long'],
  },
  {
    method: 'post',
    path: '/v1/moderations',
    group: 'Tasks',
    summary: 'Judges texts by the moderation task.',
    request: moderationRequest,
    response: { type: json, schema: moderationResponse },
    errors: [...chatErrors, 'input_too_long'],
  },
  {
    method: 'post',
    path: '/v1/assistant',
    group: 'Tasks',
    summary: 'Moderates, finds the intent, fits the context and answers, with a trace of each step.',
    request: assistantRequest,
    response: { type: json, schema: assistantResponse },
    event: assistantEventResponse,
    errors: [...chatErrors, 'input_too_long'],
  },
  {
    method: 'post',
    path: '/tokenize',
    group: 'Tokens',
    summary: 'The tokens of a text.',
    request: tokenizeRequest,
    response: { type: json, schema: tokenizeResponse },
    errors: modelErrors,
  },
  {
    method: 'post',
    path: '/detokenize',
    group: 'Tokens',
    summary: 'The text of tokens.',
    request: detokenizeRequest,
    response: { type: json, schema: detokenizeResponse },
    errors: modelErrors,
  },
  {
    method: 'post',
    path: '/apply-template',
    group: 'Tokens',
    summary: 'A chat as the template of the model renders it.',
    request: applyTemplateRequest,
    response: { type: json, schema: applyTemplateResponse },
    errors: chatErrors,
  },
]

const operation: readonly RouteDescription[] = [
  { path: '/livez', summary: 'Whether the process answers.', response: { type: json, schema: livezResponse }, open: true },
  {
    path: '/readyz',
    summary: 'Whether a request would be answered; 503 with the reason when not.',
    response: { type: json, schema: readyzResponse },
    unready: unreadyResponse,
    open: true,
  },
  { path: '/health', summary: 'Every model with its state, and the last errors.', response: { type: json, schema: healthResponse } },
  { path: '/metrics', summary: "Metrics in Prometheus's text format.", response: { type: 'text/plain' } },
  { path: '/openapi.json', summary: 'This document.', response: { type: json }, open: true },
  { path: '/docs/config.schema.json', summary: 'The JSON Schema of a config.', response: { type: 'application/schema+json' }, open: true },
].map((route) => ({ method: 'get', group: 'Operation', errors: [], ...route }))

const pages: readonly RouteDescription[] = [
  { path: '/', summary: 'Status page.', response: html },
  { path: '/status-page/page.css', summary: 'Style of the status page.', response: { type: 'text/css' } },
  { path: '/status-page/page.js', summary: 'Script of the status page.', response: { type: 'text/javascript' } },
  { path: '/status-page/read-answer.js', summary: 'Script of the status page.', response: { type: 'text/javascript' } },
  { path: '/docs/api', summary: 'This document, to read.', response: html },
  { path: '/docs/errors', summary: 'Every error with its steps.', response: html },
].map((route) => ({ method: 'get', group: 'Pages', errors: [], open: true, ...route }))

/** Every route of the server, for its OpenAPI document. A test holds it to what is registered. */
export const routeDescriptions: readonly RouteDescription[] = [...chat, ...otherApis, ...local, ...operation, ...pages]
