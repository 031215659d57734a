import type { CandidateTokens } from './candidate-tokens.ts'
import type { LlamaLibrary } from './library/llama-library.ts'
import type { Pointer } from './library/native-types.ts'
import type { LlamaContext } from './llama-context.ts'
import type { LlamaGrammar } from './llama-grammar.ts'
import type { LlamaModel } from './llama-model.ts'

/** How tokens are chosen, every setting named. */
export type SamplerSettings = {
  temperature: number
  topK: number
  topP: number
  minP: number
  seed: number
  xtc?: { probability: number; threshold: number } | undefined
  /** What is added to the logits of tokens. */
  bias: readonly (readonly [token: number, bias: number])[]
  penalties?: { windowTokens: number; repeat: number; frequency: number; presence: number } | undefined
  dry?: { multiplier: number; base: number; allowedLength: number; windowTokens: number; sequenceBreakers: readonly string[] } | undefined
}

/** A chosen token, with the logits it was chosen from where they were asked for: after bias and penalties, in order of tokens. */
export type ChosenToken = { token: number; logits?: Float32Array }

/** Chooses the tokens of one answer with llama.cpp's samplers, in the order in which its server applies them. */
export class TokenSampler implements Disposable {
  readonly #library: LlamaLibrary
  readonly #candidates: CandidateTokens
  /** Bias and penalties, which change logits; and what chooses one of them. */
  readonly #adjust: Pointer | undefined
  readonly #choose: Pointer
  readonly #grammar: Pointer | undefined

  constructor(
    { library, vocabulary }: LlamaModel,
    settings: SamplerSettings,
    { candidates, grammar }: { candidates: CandidateTokens; grammar?: LlamaGrammar | undefined },
  ) {
    this.#library = library
    this.#candidates = candidates
    const adjusting = adjustingSamplers(library, vocabulary, settings)
    this.#adjust = adjusting.length > 0 ? chainOf(library, adjusting) : undefined
    this.#choose = chainOf(library, choosingSamplers(library, settings))
    this.#grammar = grammar?.start()
  }

  /** Tells of tokens of the prompt, which penalties look back at. */
  acceptPrompt(tokens: readonly number[]): void {
    if (this.#adjust === undefined) return
    for (const token of tokens) this.#library.llama_sampler_accept(this.#adjust, token)
  }

  /** Chooses the token that comes after a row of the last step, and takes it for said. */
  choose(context: LlamaContext, row: number, { withLogits = false } = {}): ChosenToken {
    const logits = withLogits && this.#adjust === undefined ? context.logits(row) : undefined
    const chosen =
      this.#adjust === undefined
        ? { token: this.#chooseAtOnce(context, row), ...(logits && { logits }) }
        : this.#chooseStepwise(context, row, withLogits)
    const token = this.#isAllowed(chosen.token) ? chosen.token : this.#chooseAllowed(context, row)
    if (this.#adjust !== undefined) this.#library.llama_sampler_accept(this.#adjust, token)
    if (this.#grammar !== undefined) this.#library.llama_sampler_accept(this.#grammar, token)
    return { ...chosen, token }
  }

  [Symbol.dispose](): void {
    for (const sampler of [this.#adjust, this.#choose, this.#grammar]) if (sampler !== undefined) this.#library.llama_sampler_free(sampler)
  }

  // None of the choosing samplers heeds what was said before, so it does not matter that this one call takes the token for said.
  #chooseAtOnce(context: LlamaContext, row: number): number {
    return this.#library.llama_sampler_sample(this.#choose, context.pointer(), row)
  }

  #chooseStepwise(context: LlamaContext, row: number, withLogits: boolean): ChosenToken {
    const candidates = this.#candidates
    candidates.fill(context.logits(row))
    candidates.apply(this.#adjust as Pointer)
    const logits = withLogits ? candidates.logits() : undefined
    candidates.apply(this.#choose)
    return { token: candidates.chosen, ...(logits && { logits }) }
  }

  // To look at one token is a thousand times faster than to look at all, and most are allowed.
  #isAllowed(token: number): boolean {
    if (this.#grammar === undefined) return true
    this.#candidates.fillWith(token)
    this.#candidates.apply(this.#grammar)
    return this.#candidates.firstIsAllowed
  }

  #chooseAllowed(context: LlamaContext, row: number): number {
    const candidates = this.#candidates
    candidates.fill(context.logits(row))
    for (const sampler of [this.#grammar, this.#adjust, this.#choose]) if (sampler !== undefined) candidates.apply(sampler)
    return candidates.chosen
  }
}

function adjustingSamplers(library: LlamaLibrary, vocabulary: LlamaModel['vocabulary'], settings: SamplerSettings): (Pointer | null)[] {
  const { bias, penalties, dry } = settings
  return [
    ...(bias.length > 0 ? [library.llama_sampler_init_logit_bias(vocabulary.size, bias.length, biasMemory(bias))] : []),
    ...(penalties
      ? [
          library.llama_sampler_init_penalties(
            vocabulary.size,
            penalties.windowTokens,
            penalties.repeat,
            penalties.frequency,
            penalties.presence,
          ),
        ]
      : []),
    ...(dry
      ? [
          library.llama_sampler_init_dry(
            vocabulary.pointer(),
            dry.multiplier,
            dry.base,
            dry.allowedLength,
            dry.windowTokens,
            dry.sequenceBreakers,
            dry.sequenceBreakers.length,
          ),
        ]
      : []),
  ]
}

function choosingSamplers(library: LlamaLibrary, { temperature, topK, topP, minP, xtc, seed }: SamplerSettings): (Pointer | null)[] {
  const exclude = xtc ? [library.llama_sampler_init_xtc(xtc.probability, xtc.threshold, fewestKept, seed)] : []
  const likeliest = () => library.llama_sampler_init_greedy()
  // The likeliest token is found without sorting the vocabulary.
  if (temperature === 0 && !xtc) return [likeliest()]
  return [
    library.llama_sampler_init_top_k(topK),
    library.llama_sampler_init_top_p(topP, fewestKept),
    library.llama_sampler_init_min_p(minP, fewestKept),
    ...exclude,
    ...(temperature === 0 ? [likeliest()] : [library.llama_sampler_init_temp(temperature), library.llama_sampler_init_dist(seed)]),
  ]
}

/** Tokens that a cut leaves in any case, as in llama.cpp's server. */
const fewestKept = 0

function chainOf(library: LlamaLibrary, samplers: readonly (Pointer | null)[]): Pointer {
  const chain = library.llama_sampler_chain_init({ no_perf: true }) as Pointer
  for (const sampler of samplers) library.llama_sampler_chain_add(chain, sampler)
  return chain
}

function biasMemory(bias: SamplerSettings['bias']): Uint8Array {
  const memory = new DataView(new ArrayBuffer(bias.length * 8))
  bias.forEach(([token, value], index) => {
    memory.setInt32(index * 8, token, true)
    memory.setFloat32(index * 8 + 4, value, true)
  })
  return new Uint8Array(memory.buffer)
}
