import { z } from 'zod'
import { config } from './config.ts'

/** A part of a JSON Schema, as far as configs need it. */
export type JsonSchema = {
  title?: string
  description?: string
  type?: string
  enum?: unknown[]
  const?: unknown
  default?: unknown
  properties?: Record<string, JsonSchema>
  items?: JsonSchema
  [keyword: string]: unknown
}

/**
 * The JSON Schema of a config file, from the schema that checks it. Editors complete and check by it.
 *
 * @example
 * configJsonSchema().title // 'HonestAI Local config'
 */
export function configJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(config, { io: 'input', target: 'draft-7' }) as JsonSchema
  return { ...schema, title: 'HonestAI Local config' }
}
