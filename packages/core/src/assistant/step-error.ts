import { RouterError, routerError } from '../errors.ts'
import type { StepName } from './assistant-step.ts'

/**
 * An error of the table, with the step of the assistant in which it happened.
 *
 * @example
 * new StepError('intent', routerError('shutting_down', {})).step // 'intent'
 */
export class StepError extends RouterError {
  readonly step: StepName

  /** `cause` is the error as the step threw it; what is not of the table becomes `internal_error`. */
  constructor(step: StepName, cause: unknown) {
    const { code, details } = cause instanceof RouterError ? cause : routerError('internal_error', {})
    super(code, details, { cause })
    this.step = step
    this.message = `In the step "${step}": ${this.message}`
  }
}
