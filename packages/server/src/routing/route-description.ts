import type { ErrorCode } from '@honestai/core'
import type { z } from 'zod'
import type { ErrorShape } from '../errors/error-shape.ts'

declare module 'fastify' {
  /** What a route says of itself; nothing of it is known where no route was found. */
  interface FastifyContextConfig extends Partial<RouteDescription> {}
}

/** What one route takes and answers, by the schemas that it parses and answers by, and how it is treated. */
export type RouteDescription = {
  group: 'Chat' | 'Embeddings' | 'Responses' | 'Messages' | 'Models' | 'Tasks' | 'Tokens' | 'Ollama' | 'llama.cpp' | 'Operation' | 'Pages'
  summary: string
  /** Its other addresses. */
  alsoAt?: readonly string[]
  request?: z.ZodType
  /** A request without a body is answered too. */
  bodyOptional?: boolean
  query?: z.ZodObject
  /** The body of a 200. */
  response?: z.ZodType
  /** Of that body, where it is not JSON. */
  mediaType?: string
  /** One event of a streamed answer. */
  event?: z.ZodType
  /** Its events are lines of JSON, not server-sent events. */
  eventLines?: boolean
  /** A 503 that is an answer, not an error. */
  unready?: z.ZodType
  /** Errors besides those that every route has. */
  errors?: readonly ErrorCode[]
  /** How its API tells errors; as OpenAI does where nothing is said. */
  errorShape?: ErrorShape
  /** Why it answers without an API key; a route that does not say so asks for one. */
  openBecause?: string
  /** Answers while the server starts and while it drains: probes and pages. */
  always?: boolean
}

/**
 * The options of a route, from which its OpenAPI description is made too.
 *
 * @example
 * app.get('/v1/tasks', described({ group: 'Tasks', summary: 'The tasks.', response: taskListResponse }), async () => toTaskList(router))
 */
export const described = (description: RouteDescription): { config: RouteDescription } => ({ config: description })
