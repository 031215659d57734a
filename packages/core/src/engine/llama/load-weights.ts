import { availableParallelism } from 'node:os'
import { estimateMemory, keepsScores } from '../../models/memory/estimate-memory.ts'
import type { Model } from '../../models/model.ts'
import { mostStepTokens } from '../../models/step-tokens.ts'
import { listenToLibrary } from '../native/library/library-log.ts'
import { LlamaContext } from '../native/llama-context.ts'
import { LlamaModel } from '../native/llama-model.ts'
import { BatchScheduler } from '../steps/batch-scheduler.ts'
import type { StepReport } from '../steps/prefill-budget.ts'
import { ThreadGovernor } from '../steps/threads/thread-governor.ts'
import { EmbeddingLoop } from './embedding-loop.ts'
import { measureSpeed } from './measure-speed.ts'

/** How a model is loaded. */
export type LoadOptions = {
  slots: number
  /** Load no weights: the model can tokenize, and neither chat nor embed. */
  vocabularyOnly?: boolean
  /** Share of the weights read, 0 to 1. */
  onProgress?: (progress: number) => void
  /** llama.cpp's warnings and errors. */
  onLog?: (message: string) => void
  /** Called after every step of all active slots. */
  onStep?: (report: StepReport) => void
}

/** Weights in memory, with what their ability needs. */
export type LoadedWeights = Disposable & {
  model: LlamaModel
  /** What generates; undefined for weights that embed. */
  generating: { loop: BatchScheduler; context: LlamaContext } | undefined
  embedding: EmbeddingLoop | undefined
  /** Threads that compute, the fastest number of those tried. */
  threads: number
}

/** Texts that are embedded together at most, and their tokens: more are slower, since each is compared with all. */
const [mostTexts, mostTextTokens] = [16, 512]

/** Loads verified weights into this process, and measures how fast they are. Throws `library_unusable`, and what llama.cpp says. */
export async function loadWeights(model: Model, options: LoadOptions): Promise<LoadedWeights> {
  const { vocabularyOnly = false, onProgress, onLog } = options
  listenToLibrary(onLog)
  using resources = new DisposableStack()
  const weights = resources.use(await LlamaModel.load(model.path, { vocabularyOnly, onProgress }))
  const use = vocabularyOnly
    ? { generating: undefined, embedding: undefined, threads: 0 }
    : await (model.abilities.includes('embed') ? openEmbedding : openGenerating)(model, weights, options, resources)
  const kept = resources.move()
  return { model: weights, ...use, [Symbol.dispose]: () => kept.dispose() }
}

async function openEmbedding(model: Model, weights: LlamaModel, { onStep }: LoadOptions, resources: DisposableStack) {
  const { contextSize } = model
  const cores = availableParallelism()
  const context = resources.use(
    // A batch smaller than a text gives silently wrong vectors for it.
    new LlamaContext(weights, { contextSize, sequences: mostTexts, batchTokens: contextSize, threads: cores, embeds: true }),
  )
  const { threads, mostThreads, promptMsPerToken } = await measureSpeed({ ...timedOf(weights, context), cores })
  const governor = new ThreadGovernor({ most: mostThreads, threads, useThreads: (count) => context.useThreads(count) })
  const embedding = new EmbeddingLoop(context, {
    promptMsPerToken,
    mostTexts,
    mostTokens: Math.min(mostTextTokens, contextSize),
    governor,
    onStep,
  })
  return { generating: undefined, embedding, threads: mostThreads }
}

async function openGenerating(model: Model, weights: LlamaModel, { slots, onStep }: LoadOptions, resources: DisposableStack) {
  const { contextSize, speculation, gguf } = model
  const cores = availableParallelism()
  const memory = { contextSize, slots, speculation }
  const context = resources.use(
    new LlamaContext(weights, {
      contextSize,
      sequences: slots,
      batchTokens: mostStepTokens(slots, speculation),
      threads: cores,
      flashAttention: keepsScores(gguf, memory) ? false : undefined,
    }),
  )
  const { threads, mostThreads, ...speed } = await measureSpeed({ ...timedOf(weights, context), cores })
  const governor = new ThreadGovernor({ most: mostThreads, threads, useThreads: (count) => context.useThreads(count) })
  const { prefixBytes } = estimateMemory(gguf, memory)
  const loop = new BatchScheduler(context, { model: model.id, speed, prefixBytes, governor, onStep })
  return { generating: { loop, context }, embedding: undefined, threads: mostThreads }
}

const timedOf = ({ vocabulary, sizeBytes }: LlamaModel, context: LlamaContext) => ({
  context,
  token: vocabulary.bos ?? 0,
  weightsBytes: sizeBytes,
})
