import { StepError } from '@honestai/core'
import { errorResponse } from '../../errors/error-response.ts'
import type { ErrorShape } from '../../errors/error-shape.ts'

/** OpenAI's, and so that of every address that no API has; with the step of the assistant in which it happened. */
export const openAiErrors: ErrorShape = {
  name: 'Error',
  schema: errorResponse,
  toBody(error) {
    const body = error.toBody()
    return error instanceof StepError ? { error: { ...body.error, step: error.step } } : body
  },
}
