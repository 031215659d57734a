import type { Model } from '../../models/model.ts'
import { checkInputs } from '../completion/check-chat-request.ts'
import { toUnitLength } from '../completion/to-unit-length.ts'
import type { EmbedResult } from '../engine.ts'
import type { Vocabulary } from '../native/vocabulary.ts'
import type { EmbeddingLoop } from './embedding-loop.ts'

/** What to embed, and with what. */
export type Embedding = {
  model: Model
  vocabulary: Vocabulary
  loop: EmbeddingLoop
  texts: readonly string[]
  dimensions: number | undefined
  signal: AbortSignal
}

/** Embeds texts, each with the tokens around it that its vocabulary asks for. Vectors get unit length. */
export async function embedTexts({ model, vocabulary, loop, texts, dimensions, signal }: Embedding): Promise<EmbedResult> {
  const inputs = texts.map((text) => vocabulary.tokenizeWhole(text))
  const lengths = inputs.map((input) => input.length)
  const { embeddingLength } = model.gguf
  checkInputs(lengths, { model: model.id, contextSize: model.contextSize, embeddingLength, dimensions })
  const vectors = await loop.embed(inputs, signal)
  return {
    vectors: vectors.map((vector) => toUnitLength(vector, dimensions)),
    promptTokens: lengths.reduce((sum, length) => sum + length, 0),
  }
}
