import type { TaskName } from '../config/schema/task-config.ts'
import type { ErrorBody } from '../errors.ts'

/** Where a model is in its life. `failed` tries again by itself, less and less often, and with the next request. */
export type ModelState =
  | { state: 'unloaded' }
  | { state: 'loading'; progress: number }
  | { state: 'ready' }
  | { state: 'failed'; error: ErrorBody['error'] }
  | { state: 'recovering'; error: ErrorBody['error'] }

/** Which model serves a request, and why. */
export type Decision =
  | { model: string; reason: 'named by the request' | 'configured for the task' | 'first that can' }
  /** The chosen model could not be loaded, or its engine crashed before anything was delivered. */
  | { model: string; reason: 'fallback'; fallbackFrom: string }

/** What a caller asks for: a model by its id, or a task, which the config gives to a model. */
export type Target = { model?: string | undefined; task?: TaskName | undefined }
