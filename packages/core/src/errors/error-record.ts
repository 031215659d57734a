/** One thing a person can do about an error. Data, so that a check can run the command or send the request. */
export type Step =
  | { do: 'run'; command: string; reason: string }
  | { do: 'configure'; path: string; value: string; reason: string }
  | { do: 'request'; change: string }
  | { do: 'act'; action: string; link?: string }

/** Error families on the wire, named as OpenAI's clients know them. */
export type ErrorType =
  | 'authentication_error'
  | 'invalid_request_error'
  | 'not_found_error'
  | 'permission_error'
  | 'server_error'
  | 'unavailable_error'

/** Everything about one error code. `Details` is what the code that throws must know. */
export type ErrorRecord<Details> = {
  status: number
  type: ErrorType
  /** Whether sending the same request again can help. */
  retryable: boolean
  what: (details: Details) => string
  why: (details: Details) => string
  steps: (details: Details) => Step[]
  /** The request field at fault, where there is one. */
  param?: (details: Details) => string
  /** Details of a typical case: the docs page shows it, and a test renders it. */
  example: Details
}
