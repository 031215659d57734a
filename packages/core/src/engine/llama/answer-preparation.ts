import type { ChatRequest } from '../../chat/chat.ts'
import { answerGrammar } from '../../chat/grammar/answer-grammar.ts'
import { markTextsOf } from '../../chat/output/output-format.ts'
import type { Model } from '../../models/model.ts'
import { Completion } from '../completion/completion.ts'
import { completionBytes } from '../completion/completion-bytes.ts'
import { completionLimits } from '../completion/completion-limits.ts'
import { describeTokens } from '../completion/describe-tokens.ts'
import type { PreparedChat } from '../generation/generate-chat.ts'
import { CandidateTokens } from '../native/candidate-tokens.ts'
import type { LlamaContext } from '../native/llama-context.ts'
import type { LlamaModel } from '../native/llama-model.ts'
import { type SamplerSettings, TokenSampler } from '../native/token-sampler.ts'
import { choiceSeeds, samplerSettings } from '../sampling/sampler-settings.ts'
import { TokenSource } from '../sampling/token-source.ts'
import { GrammarCompiler } from './compile-grammar.ts'
import { preparePrompt } from './prepare-prompt.ts'

/** Makes requests ready to be generated: their prompts, samplers and empty answers. */
export class AnswerPreparation implements Disposable {
  readonly #model: Model
  readonly #weights: LlamaModel
  readonly #context: LlamaContext
  readonly #grammars: GrammarCompiler
  readonly #candidates: CandidateTokens

  constructor(model: Model, weights: LlamaModel, context: LlamaContext) {
    this.#model = model
    this.#weights = weights
    this.#context = context
    this.#grammars = new GrammarCompiler(weights)
    this.#candidates = new CandidateTokens(weights.library, weights.vocabulary.size)
  }

  /** Throws what `preparePrompt` throws, `context_length_exceeded`, `grammar_invalid`, and `invalid_request` for a bias that cannot be. */
  prepare(request: ChatRequest): PreparedChat {
    const model = this.#model
    const { vocabulary } = this.#weights
    const { contextSize } = model
    const { tokens: prompt, output, warnings } = preparePrompt(model, vocabulary, request)
    const grammar = answerGrammar(request, output, model.id)
    const limits = { ...completionLimits(request, output, { model: model.id, promptTokens: prompt.length, contextSize }), warnings }
    const kind = { isTurn: request.prompt === undefined, marks: markTextsOf(output) }
    const choices = choiceSeeds(request).map((seed) => {
      const settings = samplerSettings({ ...request.sampling, seed }, { vocabulary, contextSize })
      const sampler = () => this.#openSampler(settings, grammar)
      const options = {
        topTokens: request.logprobs?.topTokens,
        speculates: !grammar && maySpeculate(request, settings) && model.speculation !== 'none',
        isEnd: (token: number) => !request.ignoreEos && vocabulary.isEnd(token),
      }
      return {
        answer: new Completion(completionBytes(vocabulary, kind), limits),
        startTokens: () => new TokenSource(prompt, { ...options, sampler: sampler() }),
      }
    })
    return { prompt, contextSize, choices, describe: describeTokens((token) => vocabulary.bytesOf(token)) }
  }

  [Symbol.dispose](): void {
    this.#grammars[Symbol.dispose]()
  }

  #openSampler(settings: SamplerSettings, grammar: Parameters<GrammarCompiler['compile']>[0] | undefined) {
    const sampler = new TokenSampler(this.#weights, settings, {
      candidates: this.#candidates,
      grammar: grammar && this.#grammars.compile(grammar),
    })
    return {
      acceptPrompt: (tokens: readonly number[]) => sampler.acceptPrompt(tokens),
      choose: (row: number, withLogits: boolean) => sampler.choose(this.#context, row, { withLogits }),
      [Symbol.dispose]: () => sampler[Symbol.dispose](),
    }
  }
}

/**
 * Guessed tokens are checked before those ahead of them are settled. So nothing is guessed where a choice depends on more than its logits:
 * on a draw, or on what was said before.
 */
const maySpeculate = ({ speculation = true, choices = 1, logprobs }: ChatRequest, { temperature, penalties, dry, xtc }: SamplerSettings) =>
  speculation && choices === 1 && !logprobs && temperature === 0 && !penalties && !dry && !xtc
