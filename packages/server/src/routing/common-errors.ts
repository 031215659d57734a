import type { ErrorCode } from '@honestai/core'

/** What any request can be answered with, before its route has a say. */
export const anyRouteErrors: readonly ErrorCode[] = [
  'host_not_allowed',
  'origin_not_allowed',
  'headers_too_large',
  'url_too_long',
  'malformed_request',
  'request_timeout',
  'internal_error',
]

/** What a route with a key answers, and while the server starts or ends. */
export const keyErrors: readonly ErrorCode[] = ['api_key_missing', 'api_key_wrong']

/** What a body can be answered with. */
export const bodyErrors: readonly ErrorCode[] = [
  'invalid_json',
  'invalid_request',
  'unsupported_parameter',
  'too_many_items',
  'unsupported_media_type',
  'body_too_large',
]

/** What can become of work for a model, its load included. */
export const modelErrors: readonly ErrorCode[] = [
  'model_not_found',
  'model_lacks_ability',
  'overloaded',
  'starting_up',
  'shutting_down',
  'request_timed_out',
  'engine_crashed',
  'model_load_failed',
  'memory_insufficient',
  'memory_budget_exceeded',
  'model_exceeds_memory_budget',
  'weights_missing',
  'weights_part_missing',
  'weights_not_pulled',
  'weights_unreadable',
  'weights_malformed',
  'weights_hash_mismatch',
  'architecture_unsupported',
]

/** What a chat can be answered with besides. */
export const chatErrors: readonly ErrorCode[] = [
  ...modelErrors,
  'context_length_exceeded',
  'template_failed',
  'schema_unsupported',
  'grammar_invalid',
]
