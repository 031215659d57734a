import { openApiDocument } from '@honestai/server/openapi'
import type { SchemaPart } from './describe-type.ts'

type Content = Record<string, { schema?: SchemaPart }>

/** One method of one path, as the OpenAPI document has it. */
export type Operation = {
  /** As in `POST /v1/chat/completions`. */
  title: string
  tags: string[]
  summary: string
  security?: unknown[]
  parameters?: { name: string; in: 'path' | 'query'; required?: boolean; schema: SchemaPart }[]
  requestBody?: { required: boolean; content: Content }
  responses: Record<string, { description: string; content: Content }>
}

/** Every operation of the document that the server serves, in its order. */
export const httpOperations = async (): Promise<Operation[]> =>
  Object.entries((await openApiDocument()).paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...(operation as Omit<Operation, 'title'>),
      title: `${method.toUpperCase()} ${path}`,
    })),
  )
