import type { LlamaLibrary } from './library/llama-library.ts'
import type { Pointer } from './library/native-types.ts'
import type { LlamaModel } from './llama-model.ts'

/** What makes a grammar begin to hold, where it does not from the start: a pattern in the text, or a token. */
export type GrammarTriggers = { patterns: readonly string[]; tokens: readonly number[] }

/** A grammar as llama.cpp compiled it, from which every answer starts its own. */
export class LlamaGrammar implements Disposable {
  readonly #library: LlamaLibrary
  readonly #pointer: Pointer

  /** Throws where llama.cpp does not understand the grammar. */
  constructor({ library, vocabulary }: LlamaModel, gbnf: string, root: string, triggers?: GrammarTriggers) {
    this.#library = library
    const pointer = triggers
      ? library.llama_sampler_init_grammar_lazy_patterns(
          vocabulary.pointer(),
          gbnf,
          root,
          triggers.patterns,
          triggers.patterns.length,
          Int32Array.from(triggers.tokens),
          triggers.tokens.length,
        )
      : library.llama_sampler_init_grammar(vocabulary.pointer(), gbnf, root)
    if (pointer === null) throw new Error('llama.cpp does not understand the grammar')
    this.#pointer = pointer
  }

  /** A copy at the start of the grammar, for one answer; who asks for it frees it. */
  start(): Pointer {
    return this.#library.llama_sampler_clone(this.#pointer) as Pointer
  }

  [Symbol.dispose](): void {
    this.#library.llama_sampler_free(this.#pointer)
  }
}
