import type { ErrorCode } from '@honestai/core'
import type { z } from 'zod'

/** What one route takes and answers, by the schemas that the route itself uses. */
export type RouteDescription = {
  method: 'get' | 'post' | 'delete'
  /** As it is registered, with `:name` for a parameter. */
  path: string
  group: 'Chat' | 'Embeddings' | 'Responses' | 'Messages' | 'Models' | 'Tasks' | 'Tokens' | 'Operation' | 'Pages'
  summary: string
  request?: z.ZodType
  /** A request without a body is answered too. */
  bodyOptional?: boolean
  query?: z.ZodObject
  /** The body of a 200. */
  response: { type: string; schema?: z.ZodType }
  /** One event of a streamed answer. */
  event?: z.ZodType
  /** A 503 that is an answer, not an error. */
  unready?: z.ZodType
  /** Errors besides those that every route has. */
  errors: readonly ErrorCode[]
  /** Answers without an API key. */
  open?: boolean
}
