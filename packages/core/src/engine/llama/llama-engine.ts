import type { LlamaGrammarEvaluationState, Token } from 'node-llama-cpp'
import type { ChatRequest } from '../../chat/chat.ts'
import { answerGrammar } from '../../chat/grammar/answer-grammar.ts'
import { markTextsOf } from '../../chat/output/output-format.ts'
import { routerError } from '../../errors.ts'
import type { Model } from '../../models/model.ts'
import { checkChatRequest, checkLabelRequest, checkLabels, checkTokens } from '../completion/check-chat-request.ts'
import { Completion } from '../completion/completion.ts'
import { completionBytes } from '../completion/completion-bytes.ts'
import { checkFits, completionLimits } from '../completion/completion-limits.ts'
import { describeTokens } from '../completion/describe-tokens.ts'
import { bytesOfTokens } from '../completion/token-bytes.ts'
import type { Engine, EngineFacts } from '../engine.ts'
import { chooseLabel } from '../generation/choose-label.ts'
import { generateChat, type PreparedChat } from '../generation/generate-chat.ts'
import { sampledTokens } from '../sampling/sampled-tokens.ts'
import { choiceSeeds, type SamplerOptions, samplerOptions } from '../sampling/sampler-options.ts'
import { scoredTokens } from '../sampling/scored-tokens.ts'
import type { StartTokens } from '../sampling/token-source.ts'
import { GrammarCompiler } from './compile-grammar.ts'
import { embedTexts } from './embed-texts.ts'
import { EngineEnd } from './engine-end.ts'
import { type LoadedWeights, type LoadOptions, loadWeights } from './load-weights.ts'
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
  const grammars = new GrammarCompiler(weights.model)
  const facts: EngineFacts = {
    contextSize: model.contextSize,
    slots: options.slots,
    embeddingLength: weights.embedding ? model.gguf.embeddingLength : 0,
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
      return weights.loop?.stepping ?? false
    },
    load: () => ({ activeSlots: weights.loop?.activeSlots ?? 0, slots: options.slots }),
    async *chat(request, signal) {
      if (!weights.loop) throw routerError('model_lacks_ability', { model: model.id, ability: 'chat', able: [] })
      if (signal?.aborted) throw routerError('request_cancelled', {})
      checkChatRequest(request, options.slots)
      const { loop } = weights
      yield* end.cutting(signal, async function* (signal) {
        yield* generateChat(loop, await prepareChat(model, weights, grammars, request), signal)
      })
    },
    async chooseLabel(request, labels, signal) {
      const { loop } = weights
      if (!loop) throw routerError('model_lacks_ability', { model: model.id, ability: 'chat', able: [] })
      checkLabels(labels)
      checkLabelRequest(request)
      return end.before(signal, async (signal) => {
        const prompt = preparePrompt(model, weights.model, { ...request, reasoning: false }).tokens
        const tokenized = labels.map((text) => ({ text, tokens: weights.model.tokenize(text, false, 'trimLeadingSpace') }))
        const promptTokens = prompt.length + Math.max(...tokenized.map((label) => label.tokens.length))
        checkFits({ model: model.id, promptTokens, contextSize: model.contextSize })
        return chooseLabel(loop, weights.model, prompt, tokenized, signal)
      })
    },
    async embed(texts, signal, { dimensions } = {}) {
      const { embedding } = weights
      if (!embedding) throw routerError('model_lacks_ability', { model: model.id, ability: 'embed', able: [] })
      return end.before(signal, (signal) => embedTexts({ model, context: embedding, texts, dimensions, signal, onStep: options.onStep }))
    },
    promptTokens: (request) => end.before(undefined, async () => preparePrompt(model, weights.model, request).tokens),
    renderPrompt: (request) => end.before(undefined, async () => preparePrompt(model, weights.model, request).text),
    tokenize: (text, { special = false } = {}) => end.before(undefined, async () => weights.model.tokenize(text, special)),
    detokenize: (tokens, { special = true } = {}) =>
      end.before(undefined, async () => {
        checkTokens(tokens, model.gguf.vocabularySize)
        return weights.model.detokenize(tokens as Token[], special)
      }),
    [Symbol.asyncDispose]: () =>
      end.reach(
        async () => weights.loop?.rest(),
        () => weights.model.dispose(),
      ),
  }
}

async function prepareChat(model: Model, weights: LoadedWeights, grammars: GrammarCompiler, request: ChatRequest): Promise<PreparedChat> {
  const { tokens: prompt, output, warnings } = preparePrompt(model, weights.model, request)
  const grammar = answerGrammar(request, output, model.id)
  const bytesOf = bytesOfTokens(weights.model)
  const size = { model: model.id, promptTokens: prompt.length, contextSize: model.contextSize }
  const limits = { ...completionLimits(request, output, size), warnings }
  const kind = { isTurn: request.prompt === undefined, marks: markTextsOf(output) }
  const choices = choiceSeeds(request).map(async (seed) => {
    const answer = new Completion(completionBytes(weights.model, bytesOf, kind), limits)
    const sampling = samplerOptions(
      { ...request.sampling, seed },
      {
        model: weights.model,
        vocabularySize: model.gguf.vocabularySize,
        contextSize: model.contextSize,
        answered: () => answer.tokens as Token[],
      },
    )
    const startTokens = startTokensOf(request, sampling, grammar && (await grammars.start(grammar)))
    return { answer, startTokens }
  })
  return { prompt, choices: await Promise.all(choices), describe: describeTokens(bytesOf) }
}

function startTokensOf(
  request: ChatRequest,
  sampling: SamplerOptions,
  grammarEvaluationState: LlamaGrammarEvaluationState | undefined,
): StartTokens {
  const { logprobs, ignoreEos = false } = request
  if (logprobs) return scoredTokens({ sampling, topTokens: logprobs.topTokens, ignoreEos })
  const options = { ...sampling, ...(grammarEvaluationState && { grammarEvaluationState }), yieldEogToken: ignoreEos }
  return sampledTokens(options, maySpeculate(request, sampling) && !grammarEvaluationState)
}

/**
 * Guessed tokens are checked before those ahead of them are settled. So nothing is guessed where a choice depends on more than its logits:
 * on a draw, or on what was said before.
 */
const maySpeculate = ({ speculation = true, choices = 1 }: ChatRequest, { temperature, repeatPenalty, dryRepeatPenalty }: SamplerOptions) =>
  speculation && choices === 1 && temperature === 0 && !repeatPenalty && !dryRepeatPenalty
