import type { LlamaContext } from '../native/llama-context.ts'
import type { MeasuredSpeed } from '../steps/prefill-budget.ts'
import { FreeCores, threadsFor } from '../steps/threads/free-cores.ts'
import { measureThreads, mostBytesInAMoment, type ThreadChoice } from '../steps/threads/measure-threads.ts'

/** Prompt tokens that are timed at once: enough to fill the arithmetic units, few enough for a slow machine. */
const sampleTokens = 32

/** What is timed: a context of a model, with a token that its vocabulary has. */
export type Timed = { context: LlamaContext; token: number; weightsBytes: number; cores: number }

/** What was measured: `threads` are in use now, and `mostThreads` are fastest on a quiet machine. */
export type Measured = MeasuredSpeed & { threads: number; mostThreads: number }

/**
 * Times a model on this machine before its first request: the number of threads its steps are fastest with, a step, and
 * a prompt. The first step also brings the weights into memory, so that no request waits for the disk. Leaves every sequence empty
 * and the fastest number of threads in use.
 */
export async function measureSpeed({ context, token, weightsBytes, cores }: Timed): Promise<Measured> {
  const timeTokens = async (count: number) => {
    context.batch.clear()
    for (let position = 0; position < count; position++) context.batch.add(token, position, 0, position === count - 1)
    const startedMs = performance.now()
    await context.decodeBeside()
    const takenMs = performance.now() - startedMs
    context.clear()
    return takenMs
  }
  const timeStep = (threads: number) => {
    context.useThreads(threads)
    return timeTokens(1)
  }
  const { threads, stepMs, mostThreads } = await chooseThreads({ weightsBytes, cores }, timeStep)
  context.useThreads(threads)
  // As many tokens as a context has room for, however small it is.
  const tokens = Math.max(1, Math.min(sampleTokens, context.batch.capacity, context.sequenceTokens))
  return { threads, mostThreads, stepMs, promptMsPerToken: (await timeTokens(tokens)) / tokens }
}

/**
 * Tries how many threads are fastest; but not on a machine that is busy meanwhile, where a trial tells nothing and takes seconds: there a
 * large model gets the cores that are left, and is taken to want all of them later.
 */
async function chooseThreads(
  { weightsBytes, cores }: { weightsBytes: number; cores: number },
  timeStep: (threads: number) => Promise<number>,
): Promise<ThreadChoice & { mostThreads: number }> {
  if (weightsBytes > mostBytesInAMoment) {
    const watch = new FreeCores()
    watch.look()
    await timeStep(1)
    const threads = threadsFor(watch.look(Number.POSITIVE_INFINITY) ?? cores, cores)
    if (threads < cores) return { threads, stepMs: await timeStep(threads), mostThreads: cores }
  }
  const choice = await measureThreads({ cores, weightsBytes }, timeStep)
  return { ...choice, mostThreads: choice.threads }
}
