import { formatPath, type RouterError, routerError } from '@honestai/core'
import type { z } from 'zod'
import { ignoredFields } from './ignored-fields.ts'

/**
 * Parses a request body and names, as warnings, the fields that were ignored.
 *
 * Throws `invalid_json` without a body, `invalid_request`, and `unsupported_parameter` where the schema says so with
 * `params: { unsupported: true }`.
 */
export function parseBody<Schema extends z.ZodType>(schema: Schema, body: unknown): { request: z.output<Schema>; warnings: string[] } {
  if (body === undefined) throw routerError('invalid_json', { reason: 'There is no body.' })
  const result = schema.safeParse(body)
  if (!result.success) throw toRouterError(result.error.issues[0])
  const warnings = ignoredFields(body, result.data).map((field) => `The field "${field}" is unknown and was ignored.`)
  return { request: result.data, warnings }
}

type Issue = z.core.$ZodIssue

function toRouterError(issue: Issue | undefined, above: PropertyKey[] = []): RouterError {
  const path = [...above, ...(issue?.path ?? [])]
  if (issue?.code === 'invalid_union') {
    // The alternative that failed deepest is the one the caller meant.
    const meant = issue.errors.map(([first]) => first).find((first) => first && first.path.length > 0)
    if (meant) return toRouterError(meant, path)
  }
  const param = formatPath(path) || 'body'
  if (issue?.code === 'custom' && issue.params?.unsupported) return routerError('unsupported_parameter', { param })
  return routerError('invalid_request', { param, problem: issue?.message.replace('Invalid input: ', '') ?? 'not valid' })
}
