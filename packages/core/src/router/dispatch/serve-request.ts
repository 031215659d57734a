import type { Usage } from '../../chat/chat.ts'
import type { ErrorCode } from '../../errors.ts'
import { RouterError } from '../../errors.ts'
import type { ModelRunner, Serving, Work } from '../slots/model-runner.ts'

/** A request as {@link serveRequest} needs it. */
export type ServedRequest<Value> = Serving & {
  work: Work<Value>
  /** The counts of the value that ends the request; undefined for one that comes before. */
  usageOf: (value: Value) => Usage | undefined
  /** Of which answer a value holds output, from 0; undefined for one that holds none. */
  outputOf?: ((value: Value) => number | undefined) | undefined
  onFallback: (runner: ModelRunner) => void
}

/**
 * Serves a request at the first of these runners, and at the next one when loading fails or the engine crashes before
 * anything was delivered. Tells its events.
 */
export async function* serveRequest<Value>(runners: readonly ModelRunner[], request: ServedRequest<Value>): AsyncGenerator<Value, void> {
  const { trace, work, usageOf, outputOf, onFallback } = request
  try {
    for (const [index, runner] of runners.entries()) {
      let delivered = false
      try {
        for await (const value of runner.serve(work, request)) {
          delivered = true
          const usage = usageOf(value)
          if (usage) trace.finished(usage)
          else trace.answering(outputOf?.(value))
          yield value
        }
        return
      } catch (error) {
        const next = runners[index + 1]
        if (delivered || !next || !(error instanceof RouterError && mayFailOver(error))) throw error
        trace.fellBack(next.config.id, error)
        onFallback(next)
      }
    }
  } catch (error) {
    trace.failed(error)
    throw error
  } finally {
    trace.left()
  }
}

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
const mayFailOver = ({ code }: RouterError): boolean => code.startsWith('weights_') || failuresOfTheModel.has(code)
