import type { ErrorCode, RouterError } from '../errors.ts'

// Failures of the model itself. A bad request, a full queue, busy memory or a passed deadline would be no better elsewhere,
// or would only move the load.
const failuresOfTheModel: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'architecture_unsupported',
  'model_load_failed',
  'memory_insufficient',
  'model_exceeds_memory_budget',
  'engine_crashed',
])

/** Whether another model may stand in for one that failed so. */
export const mayFallBack = ({ code }: RouterError): boolean => code.startsWith('weights_') || failuresOfTheModel.has(code)
