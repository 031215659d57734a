import { routerError } from '../../errors.ts'
import { checkGrammar } from '../../grammar/check-grammar.ts'
import { completeGrammar } from '../../grammar/complete-grammar.ts'
import { parseGbnf } from '../../grammar/gbnf/parse-gbnf.ts'

import { choice, type Expression, type Grammar, literal, reference, sequence } from '../../grammar/grammar.ts'
import { GrammarFault, SchemaFault } from '../../grammar/grammar-fault.ts'

import { RuleBook } from '../../grammar/rule-book.ts'
import { jsonSchemaToGrammar } from '../../grammar/schema/json-schema-to-grammar.ts'
import { anyObject } from '../../grammar/text/json-text.ts'
import type { ChatRequest, ResponseFormat, ToolDefinition } from '../chat.ts'
import type { OutputFormat } from '../output/output-format.ts'
import { callGrammar } from './call-grammar.ts'
import { reasoningGrammar } from './reasoning-grammar.ts'

/**
 * The grammar that all of an output must match for what a request demands of its answer, from its first rule; undefined
 * when it demands nothing. Throws `schema_unsupported`, `grammar_invalid`, and `model_lacks_ability` for tools that are
 * offered to a model whose way to write calls is not known.
 */
export function answerGrammar(request: ChatRequest, format: OutputFormat, model: string): Grammar | undefined {
  const { responseFormat = { type: 'text' }, toolChoice } = request
  const needsCall = toolChoice === 'required' || typeof toolChoice === 'object'
  // Tools that the model never hears of, or calls of which nobody would hear, must not be passed over in silence.
  if (format.tools.length > 0 && !format.calls) throw routerError('model_lacks_ability', { model, ability: 'call tools', able: [] })
  if (!needsCall && responseFormat.type === 'text') return undefined
  const rules = new RuleBook()
  // A caller's rules come first: those of a rule book find other names.
  const content = needsCall ? undefined : contentGrammar(rules, responseFormat)
  const calls = callsGrammar(rules, request, format)
  const param = needsCall ? 'tools' : 'response_format'
  return naming(param, () => {
    const lead = literal(format.channels?.contentHead ?? '')
    // Reasoning that is off is not begun once more.
    const thoughts = request.reasoning === false && !format.startsReasoning ? sequence() : reasoningGrammar(rules, format)
    const answer = choice(...[content && sequence(lead, content), calls].filter((part) => part !== undefined))
    return completeGrammar(rules.grammar, sequence(thoughts, answer), rules.freshName('answer'))
  })
}

function contentGrammar(rules: RuleBook, format: ResponseFormat): Expression | undefined {
  switch (format.type) {
    case 'text':
      return undefined
    case 'json-object':
      return anyObject(rules)
    case 'json-schema':
      return naming('response_format', () => jsonSchemaToGrammar(format.schema, rules))
    case 'grammar':
      return addGbnf(rules, format.gbnf)
  }
}

function addGbnf(rules: RuleBook, gbnf: string): Expression {
  let lines: ReadonlyMap<string, string> | undefined
  try {
    const parsed = parseGbnf(gbnf)
    lines = parsed.lines
    checkGrammar(parsed.grammar, 'root')
    for (const [name, expression] of parsed.grammar) rules.grammar.set(name, expression)
    return reference('root')
  } catch (error) {
    if (!(error instanceof GrammarFault)) throw error
    const line = error.rule === undefined ? undefined : lines?.get(error.rule)
    throw routerError('grammar_invalid', { reason: `${error.message}${line ? ` (${line})` : ''}` })
  }
}

function callsGrammar(
  rules: RuleBook,
  { tools = [], toolChoice, parallelToolCalls = true }: ChatRequest,
  { calls, channels }: OutputFormat,
): Expression | undefined {
  if (!calls) return undefined
  const allowed = typeof toolChoice === 'object' ? tools.filter((tool) => tool.function.name === toolChoice.name) : tools
  const several = parallelToolCalls && typeof toolChoice !== 'object'
  return callGrammar(rules, { syntax: calls, tools: allowed, several, head: channels?.callHead }, (tool, convert) =>
    naming(paramOf(tools, tool), convert),
  )
}

const paramOf = (tools: readonly ToolDefinition[], tool: ToolDefinition) => `tools[${tools.indexOf(tool)}].function.parameters`

/** Turns the faults of a schema into an error that names where it came from. */
function naming<Value>(param: string, convert: () => Value): Value {
  try {
    return convert()
  } catch (error) {
    if (error instanceof SchemaFault) throw routerError('schema_unsupported', { param, pointer: error.pointer, problem: error.message })
    if (error instanceof GrammarFault)
      throw routerError('schema_unsupported', { param, pointer: '#', problem: `its grammar is too much: ${error.message}` })
    // Values nested deeper than the program's own stack.
    if (error instanceof RangeError) throw routerError('schema_unsupported', { param, pointer: '#', problem: 'it is nested too deep' })
    throw error
  }
}
