import { createProcessEngine, type Engine, type ModelConfig, verifyModel } from '@honestai/core'
import type { LoggedStep } from '../step-log.ts'

/** An engine that is measured. */
export type MeasuredEngine = AsyncDisposable & {
  engine: Engine
  /** File of its weights, for others to load. */
  file: string
  /** Runs something, and gives the steps that were made meanwhile. */
  stepsDuring(work: () => Promise<unknown>): Promise<LoggedStep[]>
  /** Resolves after so many steps. */
  afterSteps(count: number): Promise<void>
}

/** Loads weights into an engine process, as the server does. */
export async function openEngine(config: ModelConfig, options: { slots: number; contextSize?: number }): Promise<MeasuredEngine> {
  const model = await verifyModel({ ...config, ...options })
  let steps: LoggedStep[] = []
  let onStep = () => {}
  const engine = await createProcessEngine(model, {
    slots: options.slots,
    // On a machine so busy that nothing moves, a figure comes late and its interval is wide; the engine need not die of it.
    noProgressMs: 600_000,
    onStep(report) {
      steps.push({ ...report, atMs: performance.now() })
      onStep()
    },
  })
  return {
    engine,
    file: model.path,
    async stepsDuring(work) {
      steps = []
      await work()
      return steps
    },
    afterSteps(count) {
      const { promise, resolve } = Promise.withResolvers<void>()
      let left = count
      onStep = () => {
        left -= 1
        if (left === 0) resolve()
      }
      return promise
    },
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  }
}
