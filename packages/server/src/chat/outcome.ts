import type { RouterError, TaskName, Usage } from '@honestai/core'

/** What a request came to, for its log line and its metrics. */
export type Outcome = {
  /** When the request came, by the clock of `performance`. */
  arrivedMs: number
  model?: string
  task?: TaskName
  /** Waited for a slot. */
  queueMs?: number
  /** Waited for the load of its model. */
  loadMs?: number
  /** From its arrival at the router to its first token, queue and load included. */
  firstTokenMs?: number
  usage?: Usage
  error?: RouterError
  /** The exception behind an `internal_error`. */
  fault?: unknown
}
