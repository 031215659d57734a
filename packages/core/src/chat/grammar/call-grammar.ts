import { anyOf, choice, type Expression, literal, optional, repeat, sequence } from '../../grammar/grammar.ts'
import type { RuleBook } from '../../grammar/rule-book.ts'
import { jsonSchemaToGrammar } from '../../grammar/schema/json-schema-to-grammar.ts'
import type { ToolDefinition } from '../chat.ts'
import type { CallSyntax } from '../output/call-syntax.ts'

/** Calls in one answer, so that an answer ends. */
const mostCalls = 16

/** Which calls a grammar allows. `several`: more than one after another. */
export type AllowedCalls = { syntax: CallSyntax; tools: readonly ToolDefinition[]; several: boolean }

/**
 * Calls of these tools as a family of models writes them, their arguments as the tools' parameters ask. `named` tells of a
 * tool's parameters what a JSON schema may not ask, and throws.
 */
export function callGrammar(
  rules: RuleBook,
  { syntax, tools, several }: AllowedCalls,
  named: (tool: ToolDefinition, convert: () => Expression) => Expression,
): Expression {
  const each = tools.map((tool) => {
    const call = oneCall(
      syntax,
      tool,
      named(tool, () => jsonSchemaToGrammar(parametersOf(tool), rules)),
    )
    return call
  })
  const call = rules.share(choice(...each))
  const more = (between: Expression) => (several ? repeat(sequence(between, call), 0, mostCalls - 1) : sequence())
  switch (syntax) {
    case 'hermes':
      return sequence(call, more(literal('\n')))
    case 'mistral':
      return sequence(literal('[TOOL_CALLS]'), optional(literal(' ')), literal('['), call, more(literal(', ')), literal(']'))
    case 'mistral-named':
    case 'mistral-identified':
      return sequence(call, more(sequence()))
    case 'llama-3':
      // Its templates allow one call in a turn.
      return call
  }
}

function oneCall(syntax: CallSyntax, { function: { name } }: ToolDefinition, args: Expression): Expression {
  const object = (argumentsKey: string) => sequence(literal(`{"name": ${JSON.stringify(name)}, "${argumentsKey}": `), args, literal('}'))
  switch (syntax) {
    case 'hermes':
      return sequence(literal('<tool_call>\n'), object('arguments'), literal('\n</tool_call>'))
    case 'llama-3':
      return object('parameters')
    case 'mistral':
      return object('arguments')
    case 'mistral-named':
      return sequence(literal(`[TOOL_CALLS]${name}[ARGS]`), args)
    case 'mistral-identified':
      return sequence(literal(`[TOOL_CALLS]${name}[CALL_ID]`), repeat(letterOrDigit, 9, 9), literal('[ARGS]'), args)
  }
}

const letterOrDigit = anyOf('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')

// Arguments are an object, also where the parameters do not say so; a tool without parameters takes none.
const parametersOf = ({ function: { parameters } }: ToolDefinition) =>
  parameters ? { type: 'object', ...parameters } : { type: 'object', additionalProperties: false }
