import { type LlamaGrammar, LlamaGrammarEvaluationState, type LlamaModel } from 'node-llama-cpp'
import { routerError } from '../../errors.ts'
import { printGrammar } from '../../grammar/gbnf/print-grammar.ts'
import type { Grammar } from '../../grammar/grammar.ts'

/** Grammars kept for requests that ask the same again. */
const mostKept = 32

/** llama.cpp's grammars for one model. */
export class GrammarCompiler {
  readonly #model: LlamaModel
  readonly #kept = new Map<string, LlamaGrammar>()

  constructor(model: LlamaModel) {
    this.#model = model
  }

  /** Where one answer stands in a grammar, at the start of its first rule. Each answer needs its own: it moves with every token. */
  async start(grammar: Grammar): Promise<LlamaGrammarEvaluationState> {
    return new LlamaGrammarEvaluationState({ model: this.#model, grammar: await this.#compile(grammar) })
  }

  async #compile(grammar: Grammar): Promise<LlamaGrammar> {
    const gbnf = printGrammar(grammar)
    const [rootRuleName = ''] = grammar.keys()
    const compiled = this.#kept.get(gbnf) ?? (await this.#read(gbnf, rootRuleName))
    // The one used last stands last, so the first is the one to drop.
    this.#kept.delete(gbnf)
    this.#kept.set(gbnf, compiled)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest)
    return compiled
  }

  async #read(gbnf: string, rootRuleName: string): Promise<LlamaGrammar> {
    try {
      return await this.#model.llama.createGrammar({ grammar: gbnf, rootRuleName })
    } catch (error) {
      throw routerError('grammar_invalid', { reason: 'llama.cpp refuses it' }, { cause: error })
    }
  }
}
