import { type ErrorCode, errorCodes } from '@honestai/core'
import { z } from 'zod'
import { anyRouteErrors, bodyErrors, keyErrors } from '../routing/common-errors.ts'
import type { RouteDescription } from '../routing/route-description.ts'
import type { Route } from '../routing/route-table.ts'
import { version } from '../version.ts'

type Json = Record<string, unknown>

/** An OpenAPI 3.1 document. */
export type OpenApiDocument = Json & { paths: Record<string, Record<string, Json>> }

type DescribedRoute = Route & { description: RouteDescription }

/**
 * The OpenAPI document of the routes that describe themselves, from the zod schemas that they parse and answer by.
 *
 * Format: https://spec.openapis.org/oas/v3.1.1
 */
export function buildOpenApi(routes: readonly Route[]): OpenApiDocument {
  const described = routes.filter(isDescribed)
  const paths: OpenApiDocument['paths'] = {}
  for (const route of described) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: toOperation(route) }
  }
  const shapes = new Set(described.map(({ errorShape }) => errorShape))
  return {
    openapi: '3.1.0',
    info: {
      title: 'HonestAI Local',
      version,
      description: 'Local language models over HTTP, as OpenAI and Anthropic speak it. Nothing leaves the machine.',
      license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(described.map(({ description }) => description.group))].map((name) => ({ name })),
    security: [{ bearer: [] }, { apiKey: [] }, {}],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'Asked for only where the server has keys.' },
        apiKey: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
      },
      schemas: Object.fromEntries([...shapes].map(({ name, schema }) => [name, toSchema(schema, 'output')])),
    },
  }
}

// HEAD comes with each GET and takes and answers the same.
const isDescribed = (route: Route): route is DescribedRoute => route.description !== undefined && route.method !== 'HEAD'

function toOperation(route: DescribedRoute): Json {
  const { method, path, description } = route
  const { group, summary, request, bodyOptional, unready, openBecause } = description
  const parameters = toParameters(route)
  return {
    operationId: [method.toLowerCase(), ...path.split(/[^A-Za-z0-9]+/).filter(Boolean)].join('_'),
    tags: [group],
    summary,
    ...(openBecause && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(request && { requestBody: { required: !bodyOptional, content: { 'application/json': { schema: toSchema(request, 'input') } } } }),
    responses: { 200: toSuccess(description), ...toFailures(route), ...(unready && { 503: toUnready(unready) }) },
  }
}

function toParameters({ path, description: { query } }: DescribedRoute): Json[] {
  const named = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))
  const asked = Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    schema: toSchema(schema as z.ZodType, 'input'),
  }))
  return [...named, ...asked]
}

const toSuccess = ({ mediaType = 'application/json', response, event, eventLines }: RouteDescription): Json => ({
  description: !event
    ? 'The answer.'
    : eventLines
      ? 'The answer; unless `"stream": false` its parts, each a line.'
      : 'The answer; with `"stream": true` its events, each under `data:`.',
  content: {
    [mediaType]: response ? { schema: toSchema(response, 'output') } : {},
    ...(event && { [eventLines ? 'application/x-ndjson' : 'text/event-stream']: { schema: toSchema(event, 'output') } }),
  },
})

const toUnready = (schema: z.ZodType): Json => ({
  description: 'Not ready, with the reason.',
  content: { 'application/json': { schema: toSchema(schema, 'output') } },
})

/** The errors of a route by status, each named with its code. */
function toFailures({ errorShape, description: { errors = [], request, openBecause } }: DescribedRoute): Json {
  const schema = { $ref: `#/components/schemas/${errorShape.name}` }
  const codes = [...new Set<ErrorCode>([...errors, ...anyRouteErrors, ...(request ? bodyErrors : []), ...(openBecause ? [] : keyErrors)])]
  const byStatus = Map.groupBy(codes, (code) => errorCodes[code].status)
  return Object.fromEntries(
    [...byStatus].map(([status, same]) => [status, { description: same.join(', '), content: { 'application/json': { schema } } }]),
  )
}

function toSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any', override: describeByType })
  return rest
}

/** A value that is refused by name before it is parsed goes into its schema as anything: what it must be is what comes out. */
function describeByType({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: Json }): void {
  if (!(zodSchema instanceof z.ZodPipe)) return
  const { in: before, out } = zodSchema.def
  if (before instanceof z.ZodUnknown || before instanceof z.ZodCustom) Object.assign(jsonSchema, toSchema(out as z.ZodType, 'input'))
}
