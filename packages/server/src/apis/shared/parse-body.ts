import type { RequestOptions } from '@honestai/core'
import { formatPath, type ModelHealth, type RequestFault, type Router, type RouterError, routerError, sayIssue } from '@honestai/core'
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { carryToolSources } from './caller-json.ts'
import { ignoredFields } from './ignored-fields.ts'

/**
 * Parses a request body and names, as warnings, the fields that were ignored.
 *
 * Throws `invalid_json` without a body, `invalid_request`, and `unsupported_parameter` where the schema says so with
 * `params: { unsupported: true }`. The first fault names the error; the others are told with it.
 */
export function parseBody<Schema extends z.ZodType>(schema: Schema, body: unknown): { request: z.output<Schema>; warnings: string[] } {
  if (body === undefined) throw routerError('invalid_json', { reason: 'There is no body.' })
  const result = schema.safeParse(body, { error: sayIssue })
  if (!result.success) throw toRouterError(result.error.issues.flatMap((issue) => toFaults(issue)))
  carryToolSources(body, result.data)
  const warnings = ignoredFields(body, result.data).map((field) => `The field "${field}" is unknown and was ignored.`)
  return { request: result.data, warnings }
}

type Issue = z.core.$ZodIssue
type Fault = RequestFault & { isUnsupported: boolean }

function toRouterError([first, ...rest]: Fault[]): RouterError {
  const { param, problem, isUnsupported } = first ?? { param: 'body', problem: 'not valid', isUnsupported: false }
  const others = rest.length > 0 ? { others: rest.map(({ param, problem }) => ({ param, problem })) } : {}
  return isUnsupported
    ? routerError('unsupported_parameter', { param, ...others })
    : routerError('invalid_request', { param, problem, ...others })
}

function toFaults(issue: Issue, above: PropertyKey[] = []): Fault[] {
  const path = [...above, ...issue.path]
  if (issue.code === 'invalid_union') {
    // The alternative that failed deepest is the one the caller meant.
    const meant = issue.errors.find(([first]) => first && first.path.length > 0)
    if (meant) return meant.flatMap((inner) => toFaults(inner, path))
  }
  const param = formatPath(path) || 'body'
  const isUnsupported = issue.code === 'custom' && issue.params?.unsupported === true
  return [{ param, problem: isUnsupported ? 'it is not supported' : issue.message, isUnsupported }]
}

/** What a router is told of the HTTP request that it works for. */
export const toRunOptions = ({ cancellation, id }: FastifyRequest): RequestOptions => ({ signal: cancellation, requestId: id })

/** What is known of a model. Loads nothing. Throws `model_not_found`. */
export async function findModel(router: Router, id: string): Promise<ModelHealth> {
  const all = await router.health()
  const found = all.find((model) => model.id === id)
  if (!found) throw routerError('model_not_found', { model: id, available: all.map((model) => model.id) })
  return found
}
