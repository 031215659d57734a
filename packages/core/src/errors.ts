import { errorCodes, type HubDetails, type RequestFault, type TimeoutPhase } from './errors/error-codes.ts'
import type { ErrorRecord, ErrorType, Step } from './errors/error-record.ts'

export { type ErrorRecord, type ErrorType, errorCodes, type HubDetails, type RequestFault, type Step, type TimeoutPhase }

/** The name of an error. */
export type ErrorCode = keyof typeof errorCodes

/** What an error of this code carries. */
export type ErrorDetails<Code extends ErrorCode> = (typeof errorCodes)[Code]['example']

/** The error object of an HTTP answer, in OpenAI's shape with steps. */
export type ErrorBody = {
  error: {
    message: string
    type: ErrorType
    code: ErrorCode
    param: string | null
    steps: string[]
    docs: string
    retryable: boolean
  }
}

/**
 * An error of the table with the details of one case. Crosses a process boundary as its `code` and `details`.
 *
 * @example
 * new RouterError('model_not_found', { model: 'gpt-4', available: ['canary'] }).status // 404
 */
export class RouterError extends Error {
  override readonly name = 'RouterError'
  readonly code: ErrorCode
  readonly details: ErrorDetails<ErrorCode>
  readonly #record: ErrorRecord<ErrorDetails<ErrorCode>>

  constructor(code: ErrorCode, details: ErrorDetails<ErrorCode>, options?: ErrorOptions) {
    const record = errorCodes[code] as unknown as ErrorRecord<ErrorDetails<ErrorCode>>
    super(`${record.what(details)} ${record.why(details)}`, options)
    this.code = code
    this.details = details
    this.#record = record
  }

  /** HTTP status. */
  get status(): number {
    return this.#record.status
  }

  /** Whether sending the same request again can help. */
  get retryable(): boolean {
    return this.#record.retryable
  }

  /** What a person can do, as data. */
  get steps(): Step[] {
    return this.#record.steps(this.details)
  }

  /** The body of an HTTP answer, and the record on stderr when a start fails. */
  toBody(): ErrorBody {
    return {
      error: {
        message: this.message,
        type: this.#record.type,
        code: this.code,
        param: this.#record.param?.(this.details) ?? null,
        steps: this.steps.map(describeStep),
        docs: `/docs/errors#${this.code}`,
        retryable: this.retryable,
      },
    }
  }
}

/**
 * Makes an error of the table. `options.cause` is for logs only.
 *
 * @example
 * throw routerError('model_not_found', { model: 'gpt-4', available: ['canary'] })
 */
export function routerError<Code extends ErrorCode>(code: Code, details: ErrorDetails<Code>, options?: ErrorOptions): RouterError {
  return new RouterError(code, details, options)
}

/**
 * A step as a sentence.
 *
 * @example
 * describeStep({ do: 'run', command: 'honestai models', reason: 'shows what is usable' }) // 'Run `honestai models`, which shows what is usable.'
 */
export function describeStep(step: Step): string {
  switch (step.do) {
    case 'run':
      return `Run \`${step.command}\`, which ${step.reason}.`
    case 'configure':
      return `Set \`${step.path}\` to ${step.value} in the config: ${step.reason}.`
    case 'request':
      return step.change
    case 'act':
      return step.link ? `${step.action} See ${step.link}` : step.action
  }
}
