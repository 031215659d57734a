import { routerError } from '../../errors.ts'
import { printGrammar } from '../../grammar/gbnf/print-grammar.ts'
import type { Grammar } from '../../grammar/grammar.ts'
import { LlamaGrammar } from '../native/llama-grammar.ts'
import type { LlamaModel } from '../native/llama-model.ts'

/** Grammars kept for requests that ask the same again. */
const mostKept = 32

/** llama.cpp's grammars for one model. */
export class GrammarCompiler implements Disposable {
  readonly #model: LlamaModel
  readonly #kept = new Map<string, LlamaGrammar>()

  constructor(model: LlamaModel) {
    this.#model = model
  }

  /** A grammar as llama.cpp compiled it. Each answer starts its own copy before the next is asked for. */
  compile(grammar: Grammar): LlamaGrammar {
    const gbnf = printGrammar(grammar)
    const [rootRuleName = ''] = grammar.keys()
    const compiled = this.#kept.get(gbnf) ?? this.#read(gbnf, rootRuleName)
    // The one used last stands last, so the first is the one to drop.
    this.#kept.delete(gbnf)
    this.#kept.set(gbnf, compiled)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > mostKept && oldest !== undefined) this.#drop(oldest)
    return compiled
  }

  [Symbol.dispose](): void {
    for (const gbnf of this.#kept.keys()) this.#drop(gbnf)
  }

  #drop(gbnf: string): void {
    this.#kept.get(gbnf)?.[Symbol.dispose]()
    this.#kept.delete(gbnf)
  }

  #read(gbnf: string, rootRuleName: string): LlamaGrammar {
    try {
      return new LlamaGrammar(this.#model, gbnf, rootRuleName)
    } catch (error) {
      throw routerError('grammar_invalid', { reason: 'llama.cpp refuses it' }, { cause: error })
    }
  }
}
