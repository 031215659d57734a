import { availableParallelism } from 'node:os'
import { getLlama, type LlamaEmbeddingContext, LlamaLogLevel, type LlamaModel } from 'node-llama-cpp'
import type { Model } from '../models/model.ts'
import { StepLoop } from './step-loop.ts'

/** How a model is loaded. */
export type LoadOptions = {
  slots: number
  /** Share of the weights read, 0 to 1. */
  onProgress?: (progress: number) => void
  /** llama.cpp's warnings and errors. */
  onLog?: (message: string) => void
}

/** Weights in memory, with what their ability needs. */
export type LoadedWeights = {
  model: LlamaModel
  loop: StepLoop | undefined
  embedding: LlamaEmbeddingContext | undefined
}

/** Loads verified weights into this process. Throws what the library throws. */
export async function loadWeights(model: Model, { slots, onProgress, onLog }: LoadOptions): Promise<LoadedWeights> {
  const llama = await getLlama({
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    logLevel: LlamaLogLevel.warn,
    logger: (_level, message) => onLog?.(message),
  })
  const weights = await llama.loadModel({
    modelPath: model.path,
    ...(onProgress ? { onLoadProgress: onProgress } : {}),
  })
  const threads = threadsFor(model.gguf.fileBytes)
  const contextSize = model.contextTokens
  if (model.abilities.includes('embed')) {
    // A batch smaller than the context gives silently wrong vectors for longer texts.
    const embedding = await weights.createEmbeddingContext({ contextSize, batchSize: contextSize, threads })
    return { model: weights, loop: undefined, embedding }
  }
  const context = await weights.createContext({ contextSize, sequences: slots, threads })
  // All sequences are taken at once, so that their ids rise by one: llama.cpp joins only such in one pass.
  const sequences = Array.from({ length: slots }, () => context.getSequence())
  return { model: weights, loop: new StepLoop(sequences), embedding: undefined }
}

/** Below this size a step is so short that waking a second thread costs more than it brings. */
const singleThreadBytes = 64 * 1024 ** 2

const threadsFor = (fileBytes: number) => (fileBytes < singleThreadBytes ? 1 : availableParallelism())
