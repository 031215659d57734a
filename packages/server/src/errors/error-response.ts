import { type ErrorCode, errorCodes } from '@honestai/core'
import { z } from 'zod'

/** The body of an error in OpenAI's shape. Those of other APIs hold the same under `error`. */
export const errorResponse = z.looseObject({
  error: z.looseObject({
    message: z.string().describe('What happened, and why.'),
    type: z.string(),
    code: z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]),
    param: z.string().nullable().describe('The field at fault.'),
    steps: z.array(z.string()).describe('What mends it.'),
    docs: z.string().describe('Where this server explains it.'),
    retryable: z.boolean().describe('Whether sending the same request again can help.'),
  }),
})
