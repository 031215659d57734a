import { type ErrorCode, errorCodes } from '@honestai/core'
import { z } from 'zod'

/** The body of every error, in OpenAI's shape; under `/v1/messages` it is {@link messagesErrorResponse}. */
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

/** The body of every error under `/v1/messages`, in Anthropic's shape. */
export const messagesErrorResponse = z.looseObject({
  type: z.literal('error'),
  error: errorResponse.shape.error.extend({
    details: z
      .looseObject({ error_code: errorResponse.shape.error.shape.code })
      .describe('The code, where clients of Anthropic look for one.'),
  }),
  request_id: z.string(),
})
