import type { LlamaEmbeddingContext } from 'node-llama-cpp'
import { routerError } from '../../errors.ts'
import type { Model } from '../../models/model.ts'
import { checkInputs } from '../completion/check-chat-request.ts'
import type { EmbedResult } from '../engine.ts'
import type { StepReport } from '../steps/prefill-budget.ts'
import { toUnitLength } from '../to-unit-length.ts'

/** What to embed, and with what. */
export type Embedding = {
  model: Model
  context: LlamaEmbeddingContext
  texts: readonly string[]
  dimensions: number | undefined
  signal: AbortSignal | undefined
  /** Called after every text. */
  onStep: ((report: StepReport) => void) | undefined
}

/**
 * Embeds texts one after another, pooled as the weights say: the library has no batches for embeddings, and several
 * contexts side by side would only share the one pool thread. Vectors get unit length.
 */
export async function embedTexts({ model, context, texts, dimensions, signal, onStep }: Embedding): Promise<EmbedResult> {
  const inputs = texts.map((text) => context.model.tokenize(text))
  // An empty text has no tokens, though the library would count those it puts around every text.
  const lengths = inputs.map((input) => (input.length === 0 ? 0 : context.calculateInputLength(input)))
  const { embeddingLength } = model.gguf
  checkInputs(lengths, { model: model.id, contextSize: model.contextSize, embeddingLength, dimensions })
  const vectors: number[][] = []
  const checkCancelled = () => {
    if (signal?.aborted) throw routerError('request_cancelled', {})
  }
  checkCancelled()
  for (const input of inputs) {
    const startedMs = performance.now()
    const { vector } = await context.getEmbeddingFor(input)
    onStep?.({ durationMs: performance.now() - startedMs, slots: 1, promptTokens: input.length })
    // A text is one evaluation, which nothing can stop.
    checkCancelled()
    vectors.push(toUnitLength(vector, dimensions))
  }
  return { vectors, promptTokens: lengths.reduce((sum, length) => sum + length, 0) }
}
