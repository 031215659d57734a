import type { RouterError } from '@honestai/core'
import type { z } from 'zod'

/** How an API tells an error to its clients. */
export type ErrorShape = {
  /** Under which its schema stands in the OpenAPI document. */
  name: string
  schema: z.ZodType
  toBody(error: RouterError, requestId: string): object
  /** Where its clients look for the id of a request, besides `x-request-id`. */
  idHeader?: string
}
