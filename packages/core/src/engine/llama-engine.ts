import type { LlamaModel, SequenceEvaluateOptions, Token } from 'node-llama-cpp'
import type { ChatRequest, Sampling } from '../chat/chat.ts'
import { outputFormatOf } from '../chat/output-parser.ts'
import { type PromptPiece, renderPrompt } from '../chat/render-prompt.ts'
import { TokenDecoder } from '../chat/token-decoder.ts'
import { routerError } from '../errors.ts'
import type { Model } from '../models/model.ts'
import { Answer } from './answer.ts'
import { embedTexts } from './embed-texts.ts'
import type { Engine, EngineFacts } from './engine.ts'
import { generateChat, type PreparedChat } from './generate-chat.ts'
import { type LoadedWeights, type LoadOptions, loadWeights } from './load-weights.ts'

/**
 * An engine in this process. For scripts and tests, and what the engine process runs: a failed assertion in llama.cpp
 * ends the process it runs in.
 */
export async function createLlamaEngine(model: Model, options: LoadOptions): Promise<Engine> {
  const startedMs = performance.now()
  const weights = await loadWeights(model, options)
  const facts: EngineFacts = {
    contextTokens: model.contextTokens,
    slots: options.slots,
    embeddingLength: weights.embedding ? model.gguf.embeddingLength : 0,
    loadMs: performance.now() - startedMs,
    memoryBytes: process.memoryUsage.rss(),
    seals: [],
  }
  return {
    facts,
    // Nothing outlives the process this engine dies with.
    died: new Promise(() => {}),
    load: () => ({ activeSlots: weights.loop?.activeSlots ?? 0, slots: options.slots }),
    async *chat(request, signal) {
      if (!weights.loop) throw routerError('model_lacks_ability', { model: model.id, ability: 'chat', able: [] })
      if (signal?.aborted) throw routerError('request_cancelled', {})
      yield* generateChat(weights.loop, prepareChat(model, weights, request), signal)
    },
    async embed(texts, signal) {
      if (!weights.embedding) throw routerError('model_lacks_ability', { model: model.id, ability: 'embed', able: [] })
      return embedTexts(model, weights.embedding, texts, signal)
    },
    promptTokens: async (request) => tokenizePieces(weights.model, renderPieces(model, weights.model, request)),
    tokenize: async (text, { special = false } = {}) => weights.model.tokenize(text, special),
    detokenize: async (tokens) => weights.model.detokenize(tokens as Token[], true),
    [Symbol.asyncDispose]: () => weights.model.dispose(),
  }
}

function prepareChat(model: Model, weights: LoadedWeights, request: ChatRequest): PreparedChat {
  const pieces = renderPieces(model, weights.model, request)
  const prompt = tokenizePieces(weights.model, pieces)
  if (prompt.length >= model.contextTokens) {
    throw routerError('context_length_exceeded', {
      model: model.id,
      promptTokens: prompt.length,
      contextTokens: model.contextTokens,
    })
  }
  const decoder = new TokenDecoder<number>((tokens, before) => weights.model.detokenize(tokens as Token[], true, before as Token[]))
  const answer = new Answer(decoder, {
    promptTokens: prompt.length,
    maxTokens: Math.min(request.maxTokens ?? Number.POSITIVE_INFINITY, model.contextTokens - prompt.length),
    stop: request.stop ?? [],
    output: outputFormatOf(model.gguf.chatTemplate ?? '', pieces.at(-1)?.text ?? '', Boolean(request.tools?.length)),
  })
  return { prompt, sampling: evaluateOptionsOf(request.sampling), answer }
}

function renderPieces(model: Model, weights: LlamaModel, { messages, tools }: ChatRequest): PromptPiece[] {
  const { chatTemplate, controlTokens } = model.gguf
  if (chatTemplate === undefined) throw routerError('template_failed', { model: model.id, reason: 'The weights hold no chat template.' })
  const { bosString, eosString } = weights.tokens
  try {
    return renderPrompt(messages, tools, { chatTemplate, bosToken: bosString ?? '', eosToken: eosString ?? '', controlTokens })
  } catch (error) {
    throw routerError('template_failed', { model: model.id, reason: error instanceof Error ? error.message : String(error) })
  }
}

function tokenizePieces(weights: LlamaModel, pieces: PromptPiece[]): Token[] {
  const tokens = pieces.flatMap(({ text, special }) => weights.tokenize(text, special))
  const { bos, shouldPrependBosToken } = weights.tokens
  // Many templates write the first token themselves; it must not stand twice.
  return shouldPrependBosToken && bos !== null && tokens[0] !== bos ? [bos, ...tokens] : tokens
}

function evaluateOptionsOf({ temperature, topP, topK, minP, seed }: Sampling): SequenceEvaluateOptions {
  return {
    temperature: temperature ?? 0,
    ...(topP === undefined ? {} : { topP }),
    ...(topK === undefined ? {} : { topK }),
    ...(minP === undefined ? {} : { minP }),
    ...(seed === undefined ? {} : { seed }),
  }
}
