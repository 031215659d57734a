import { z } from 'zod'
import { errorResponse } from '../../errors/error-response.ts'
import type { ErrorShape } from '../../errors/error-shape.ts'

/** Ollama's: a text, which its clients show as it is, so that what mends the error stands in it too. */
export const ollamaErrors: ErrorShape = {
  name: 'OllamaError',
  schema: z.looseObject({
    error: z.string().describe('What happened, why, and what mends it.'),
    honestai: errorResponse.shape.error.describe('The same in its parts.'),
  }),
  toBody(thrown) {
    const { error } = thrown.toBody()
    return { error: [error.message, ...error.steps].join(' '), honestai: error }
  },
}
