import type { LlamaContextSequence, LlamaEmbeddingContext, LlamaModel, Token } from 'node-llama-cpp'
import type { MeasuredSpeed } from '../steps/prefill-budget.ts'
import { measureThreads } from './measure-threads.ts'

/** Prompt tokens that are timed at once: enough to fill the arithmetic units, few enough for a slow machine. */
const sampleTokens = 32

/**
 * Times a model on this machine before its first request: the number of threads its steps are fastest with, a step, and
 * a prompt. The first step also brings the weights into memory, so that no request waits for the disk. Leaves every sequence empty
 * and the fastest number of threads in use.
 */
export async function measureSpeed(
  sequences: readonly LlamaContextSequence[],
  cores: number,
  useThreads: (threads: number) => void,
): Promise<MeasuredSpeed & { threads: number }> {
  const [first] = sequences
  if (!first) throw new Error('There is no sequence to measure.')
  const token = anyToken(first.model)
  // As many tokens as a context has room for, however small it is.
  const prompt = Array.from({ length: Math.max(1, Math.min(sampleTokens, first.contextSize - 2)) }, () => token)

  const steps = first.evaluate([token], { yieldEogToken: true })
  const { threads, stepMs } = await measureThreads({ cores, weightsBytes: first.model.size }, async (threads) => {
    useThreads(threads)
    return timed(() => steps.next())
  })
  await steps.return()
  await first.clearHistory()
  useThreads(threads)
  const promptMs = await timed(() => first.evaluateWithoutGeneratingNewTokens(prompt))
  await first.clearHistory()
  return { threads, stepMs, promptMsPerToken: promptMs / prompt.length }
}

/** The number of threads that a short text is embedded fastest with; leaves it in use. */
export async function measureEmbeddingSpeed(
  context: LlamaEmbeddingContext,
  cores: number,
  useThreads: (threads: number) => void,
): Promise<number> {
  const text = Array.from({ length: sampleTokens / 2 }, () => anyToken(context.model))
  const { threads } = await measureThreads({ cores, weightsBytes: context.model.size }, async (threads) => {
    useThreads(threads)
    return timed(() => context.getEmbeddingFor(text))
  })
  useThreads(threads)
  return threads
}

const anyToken = (model: LlamaModel): Token => model.tokens.bos ?? (0 as Token)

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now()
  await work()
  return performance.now() - startedMs
}
