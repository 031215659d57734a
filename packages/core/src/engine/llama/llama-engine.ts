import { routerError } from '../../errors.ts'
import type { Model } from '../../models/model.ts'
import { checkChatRequest, checkLabelRequest, checkLabels, checkTokens } from '../completion/check-chat-request.ts'
import { checkFits } from '../completion/completion-limits.ts'
import type { Engine, EngineFacts } from '../engine.ts'
import { chooseLabel } from '../generation/choose-label.ts'
import { generateChat } from '../generation/generate-chat.ts'
import { AnswerPreparation } from './answer-preparation.ts'
import { embedTexts } from './embed-texts.ts'
import { EngineEnd } from './engine-end.ts'
import { type LoadOptions, loadWeights } from './load-weights.ts'
import { preparePrompt } from './prepare-prompt.ts'

/** An engine in this process; `stepping` while steps are under way. */
export type LlamaEngine = Engine & { readonly stepping: boolean }

/**
 * An engine in this process. For scripts and tests, and what the engine process runs: a failed assertion in llama.cpp
 * ends the process it runs in.
 */
export async function createLlamaEngine(model: Model, options: LoadOptions): Promise<LlamaEngine> {
  const startedMs = performance.now()
  const weights = await loadWeights(model, options)
  const { generating, embedding } = weights
  const { vocabulary } = weights.model
  const answers = generating && new AnswerPreparation(model, weights.model, generating.context)
  const facts: EngineFacts = {
    contextSize: model.contextSize,
    slots: options.slots,
    embeddingLength: embedding ? model.gguf.embeddingLength : 0,
    loadMs: performance.now() - startedMs,
    memoryBytes: process.memoryUsage.rss(),
    threads: weights.threads,
    sandbox: [],
  }
  const end = new EngineEnd()
  return {
    facts,
    died: end.reached,
    get stepping() {
      return generating?.loop.stepping ?? false
    },
    load: () => ({ activeSlots: generating?.loop.activeSlots ?? 0, slots: options.slots }),
    async *chat(request, signal) {
      if (!generating || !answers) throw routerError('model_lacks_ability', { model: model.id, ability: 'chat', able: [] })
      if (signal?.aborted) throw routerError('request_cancelled', {})
      checkChatRequest(request, options.slots)
      yield* end.cutting(signal, async function* (signal) {
        yield* generateChat(generating.loop, answers.prepare(request), signal)
      })
    },
    async chooseLabel(request, labels, signal) {
      if (!generating) throw routerError('model_lacks_ability', { model: model.id, ability: 'chat', able: [] })
      const { loop, context } = generating
      checkLabels(labels)
      checkLabelRequest(request)
      return end.before(signal, async (signal) => {
        const prompt = preparePrompt(model, vocabulary, { ...request, reasoning: false }).tokens
        const tokenized = labels.map((text) => ({ text, tokens: vocabulary.tokenizeInside(text) }))
        const promptTokens = prompt.length + Math.max(...tokenized.map((label) => label.tokens.length))
        checkFits({ model: model.id, promptTokens, contextSize: model.contextSize })
        const scorer = { logits: (row: number) => context.logits(row), endTokens: vocabulary.endTokens }
        return chooseLabel(loop, scorer, prompt, tokenized, signal)
      })
    },
    async embed(texts, signal, { dimensions } = {}) {
      if (!embedding) throw routerError('model_lacks_ability', { model: model.id, ability: 'embed', able: [] })
      return end.before(signal, (signal) => embedTexts({ model, vocabulary, loop: embedding, texts, dimensions, signal }))
    },
    promptTokens: (request) => end.before(undefined, async () => preparePrompt(model, vocabulary, request).tokens),
    renderPrompt: (request) => end.before(undefined, async () => preparePrompt(model, vocabulary, request).text),
    tokenize: (text, { special = false } = {}) => end.before(undefined, async () => vocabulary.tokenize(text, special)),
    detokenize: (tokens, { special = true } = {}) =>
      end.before(undefined, async () => {
        checkTokens(tokens, model.gguf.vocabularySize)
        return vocabulary.detokenize(tokens, special)
      }),
    [Symbol.asyncDispose]: () =>
      end.reach(
        async () => {
          await generating?.loop.rest()
          await embedding?.rest()
        },
        async () => {
          answers?.[Symbol.dispose]()
          weights[Symbol.dispose]()
        },
      ),
  }
}
