import { anyOf, choice, type Expression, literal, repeat, sequence } from '../../grammar/grammar.ts'
import type { RuleBook } from '../../grammar/rule-book.ts'
import { jsonSchemaToGrammar } from '../../grammar/schema/json-schema-to-grammar.ts'
import type { ToolDefinition } from '../chat.ts'
import { type CallSyntax, callIdPlace, callNumberPlace } from '../output/calls/call-syntax.ts'
import { argumentsGrammar } from './arguments-grammar.ts'

/** Calls in one answer, so that an answer ends. */
const mostCalls = 16

/** Which calls a grammar allows. `several`: more than one after another. */
export type AllowedCalls = { syntax: CallSyntax; tools: readonly ToolDefinition[]; several: boolean; head: string | undefined }

/**
 * Calls of these tools as a family of models writes them, their arguments as the tools' parameters ask. `named` tells of a
 * tool's parameters what a JSON schema may not ask, and throws.
 */
export function callGrammar(
  rules: RuleBook,
  { syntax, tools, several, head }: AllowedCalls,
  named: (tool: ToolDefinition, convert: () => Expression) => Expression,
): Expression {
  const each = tools.map((tool) =>
    oneCall(
      syntax,
      tool,
      named(tool, () => argumentsGrammar(rules, syntax, parametersOf(tool), (schema) => jsonSchemaToGrammar(schema, rules))),
      head,
    ),
  )
  const call = rules.share(choice(...each))
  const more = several && syntax.several ? repeat(sequence(literal(syntax.between), call), 0, mostCalls - 1) : sequence()
  return sequence(literal(syntax.open.trimStart()), call, more, literal(syntax.close.trimEnd()))
}

function oneCall(
  { callOpen, body, callClose, open }: CallSyntax,
  { function: { name } }: ToolDefinition,
  args: Expression,
  head = '',
): Expression {
  const opening = open.trim() === '' && head === '' && !callOpen.startsWith(' to=') ? callOpen.trimStart() : callOpen
  const written = body.type === 'object' || body.type === 'keyed' ? JSON.stringify(name).slice(1, -1) : name
  return sequence(
    literal(head.replace('{name}', name)),
    ...withPlaces(`${opening}${written}${body.afterName}`),
    args,
    ...withPlaces(callClose.trimEnd()),
  )
}

/** A text with an id or a number in its places. */
const withPlaces = (text: string): Expression[] =>
  text.split(/([\uE000\uE001])/).map((part) => (part === callIdPlace ? newId : part === callNumberPlace ? digits : literal(part)))

const newId = repeat(anyOf('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'), 9, 9)
const digits = repeat(anyOf('0123456789'), 1, 2)

// Arguments are an object, also where the parameters do not say so; a tool without parameters takes none.
const parametersOf = ({ function: { parameters } }: ToolDefinition): Record<string, unknown> =>
  parameters ? { type: 'object', ...parameters } : { type: 'object', additionalProperties: false }
