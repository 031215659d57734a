import { availableParallelism } from 'node:os'
import { getLlama, InputLookupTokenPredictor, type Llama, type LlamaEmbeddingContext, LlamaLogLevel, type LlamaModel } from 'node-llama-cpp'
import { keepsScores } from '../../models/memory/estimate-memory.ts'
import type { Model } from '../../models/model.ts'
import { mostDraftTokens, mostStepTokens, type Speculation } from '../../models/step-tokens.ts'
import { BatchScheduler } from '../steps/batch-scheduler.ts'
import type { StepReport } from '../steps/prefill-budget.ts'
import { measureEmbeddingSpeed, measureSpeed } from './measure-speed.ts'

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
export type LoadedWeights = {
  model: LlamaModel
  loop: BatchScheduler | undefined
  embedding: LlamaEmbeddingContext | undefined
  /** Threads that compute, the fastest number of those tried. */
  threads: number
}

/** Loads verified weights into this process, and measures how fast they are. Throws what the library throws. */
export async function loadWeights(model: Model, options: LoadOptions): Promise<LoadedWeights> {
  const { slots, vocabularyOnly = false, onProgress, onLog, onStep } = options
  const cores = availableParallelism()
  const llama = await getLlama({
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    maxThreads: cores,
    logLevel: LlamaLogLevel.warn,
    logger: (_level, message) => onLog?.(message),
  })
  const weights = await llama.loadModel({
    modelPath: model.path,
    vocabOnly: vocabularyOnly,
    ...(onProgress ? { onLoadProgress: onProgress } : {}),
  })
  if (vocabularyOnly) return { model: weights, loop: undefined, embedding: undefined, threads: 0 }
  const contextSize = model.contextSize
  if (model.abilities.includes('embed')) {
    // A batch smaller than the context gives silently wrong vectors for longer texts. The library refuses texts that
    // fill the whole context, so it has room for one token more.
    const embeddingTokens = contextSize + 1
    const embedding = await weights.createEmbeddingContext({ contextSize: embeddingTokens, batchSize: embeddingTokens, threads: cores })
    const threads = await measureEmbeddingSpeed(embedding, cores, useThreads(llama))
    return { model: weights, loop: undefined, embedding, threads }
  }
  const batchSize = mostStepTokens(slots, model.speculation)
  const withScores = !llama.gpu && keepsScores(model.gguf, { contextSize: contextSize, slots, speculation: model.speculation })
  const flashAttention = withScores ? false : 'auto'
  const context = await weights.createContext({ contextSize, sequences: slots, threads: cores, batchSize, flashAttention })
  // All sequences are taken at once, so that their ids rise by one: llama.cpp joins only such in one pass.
  const sequences = Array.from({ length: slots }, () => context.getSequence(predictorOf(model.speculation)))
  const { threads, ...speed } = await measureSpeed(sequences, cores, useThreads(llama))
  return { model: weights, loop: new BatchScheduler(sequences, { model: model.id, speed, onStep }), embedding: undefined, threads }
}

/** Each sequence has its own, for it keeps what the sequence holds. One token alone says too little about what follows. */
const predictorOf = (speculation: Speculation) =>
  speculation === 'none'
    ? {}
    : { tokenPredictor: new InputLookupTokenPredictor({ patternLength: { min: 2 }, predictionLength: { max: mostDraftTokens } }) }

/** This process has one model, so the library's limit for all of them is that model's number of threads. */
const useThreads = (llama: Llama) => (threads: number) => {
  llama.maxThreads = threads
}
