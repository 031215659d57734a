import type { z } from 'zod'
import { config } from '../schema/config.ts'
import { configJsonSchema, type JsonSchema } from '../schema/config-json-schema.ts'
import { formatPath, sayIssue } from './say-issue.ts'

/** A place in a config, and what is wrong there. */
export type ConfigFault = { path: string; problem: string }

type Issue = z.core.$ZodIssue

/** Every fault of a config at once, each with what would be right there. */
export function findConfigFaults(value: unknown): ConfigFault[] {
  const issues = issuesOf(value)
  const unknown = issues.filter((issue) => issue.code === 'unrecognized_keys')
  // The schema compares values with each other only where it knows every key, so these are taken out for a second look.
  const others = unknown.length === 0 ? issues : issuesOf(withoutKeys(structuredClone(value), unknown))
  return [...unknown.flatMap(describeUnknownKeys), ...others.map(describeIssue)]
}

const issuesOf = (value: unknown) => config.safeParse(value, { error: sayIssue }).error?.issues ?? []

function withoutKeys(value: unknown, unknown: { path: PropertyKey[]; keys: string[] }[]): unknown {
  for (const { path, keys } of unknown) {
    const holder = path.reduce((inner, key) => inner[key as string] as Record<string, unknown>, value as Record<string, unknown>)
    for (const key of keys) delete holder[key]
  }
  return value
}

function describeUnknownKeys({ path, keys }: { path: PropertyKey[]; keys: string[] }): ConfigFault[] {
  const known = Object.keys(schemaAt(path)?.properties ?? {}).filter((key) => key !== '$schema')
  return keys.map((key) => ({ path: formatPath([...path, key]), problem: `there is no such key; the keys here are ${known.join(', ')}` }))
}

const schemaAt = (path: PropertyKey[]) =>
  path.reduce<JsonSchema | undefined>(
    (schema, key) => (typeof key === 'number' ? schema?.items : schema?.properties?.[String(key)]),
    configJsonSchema(),
  )

function describeIssue(issue: Issue): ConfigFault {
  return { path: formatPath(issue.path) || 'the whole file', problem: problemOf(issue) }
}

// Of alternatives, what each would have taken.
const problemOf = (issue: Issue): string =>
  issue.code === 'invalid_union' ? issue.errors.flatMap(([first]) => (first ? [problemOf(first)] : [])).join(', or ') : issue.message
