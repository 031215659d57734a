import { choice, type Expression, literal, optional, sequence } from '../../grammar/grammar.ts'
import type { RuleBook } from '../../grammar/rule-book.ts'
import type { CallSyntax } from '../output/calls/call-syntax.ts'
import { schemaTypes } from '../output/calls/to-argument.ts'
import { textThrough } from './text-grammar.ts'

type Schema = Record<string, unknown>
/** How one argument is written, given what its schema allows. */
type Write = (key: string, schema: Schema) => Expression

/** Arguments of a call as a family writes them, each as its schema asks. `convert` gives the JSON of a schema. */
export function argumentsGrammar(
  rules: RuleBook,
  { body }: CallSyntax,
  parameters: Schema,
  convert: (schema: unknown) => Expression,
): Expression {
  const types = (schema: Schema) => schemaTypes(schema)
  const isText = (schema: Schema) => types(schema).length > 0 && types(schema).every((type) => type === 'string')
  switch (body.type) {
    case 'object':
    case 'keyed':
    case 'named':
      return convert(parameters)
    case 'tagged': {
      const { keyOpen, valueOpen, valueClose } = body
      const write: Write = (key, schema) => {
        const [type = 'string'] = types(schema)
        const opening = valueOpen[(type === 'integer' ? 'number' : type) as keyof typeof valueOpen] ?? valueOpen.string
        const value = isText(schema)
          ? plainText(rules, schema, valueOpen.string, valueClose)
          : sequence(literal(opening), convert(schema), literal(valueClose))
        return sequence(literal(keyOpen + key), value)
      }
      return inOrder(parameters, write, '')
    }
    case 'nested': {
      const { mark } = body
      const write: Write = (key, schema) => {
        const close = `${mark}</${key}>`
        const value = isText(schema) ? plainText(rules, schema, '', close) : sequence(convert(schema), literal(close))
        return sequence(literal(`${mark}<${key}>`), value)
      }
      return inOrder(parameters, write, '')
    }
    case 'literal': {
      const { sign, quotes } = body.dialect
      const [quote = '"'] = quotes
      const write: Write = (key, schema) =>
        sequence(literal(key + sign), isText(schema) && quote !== '"' ? plainText(rules, schema, quote, quote) : convert(schema))
      return sequence(inOrder(parameters, write, sign === '=' ? ', ' : ','), literal(body.close))
    }
  }
}

/** A text between marks: one of those that its schema names, or any that does not hold the closing mark. */
function plainText(rules: RuleBook, schema: Schema, open: string, close: string): Expression {
  const named = Array.isArray(schema.enum) ? schema.enum : 'const' in schema ? [schema.const] : undefined
  if (named) return sequence(literal(open), choice(...named.map((text) => literal(String(text)))), literal(close))
  return sequence(
    literal(open),
    textThrough(rules, close.trim() === '' ? close : close.trimEnd()),
    literal(close.slice(close.trimEnd().length)),
  )
}

/** Arguments in the order of their schema, those that are required always. */
function inOrder({ properties, required, ...root }: Schema, write: Write, between: string): Expression {
  const names = Array.isArray(required) ? required : []
  const definitions = {
    ...('$defs' in root ? { $defs: root.$defs } : {}),
    ...('definitions' in root ? { definitions: root.definitions } : {}),
  }
  const members = Object.entries((properties ?? {}) as Record<string, Schema>).map(([key, schema]) => ({
    isRequired: names.includes(key),
    argument: write(key, { ...schema, ...definitions }),
  }))
  return between === ''
    ? sequence(...members.map(({ isRequired, argument }) => (isRequired ? argument : optional(argument))))
    : separated(members, between)
}

type Member = { isRequired: boolean; argument: Expression }

/** Members with a text between each two that are there. */
function separated(members: readonly Member[], between: string): Expression {
  const rest = (index: number): Expression =>
    sequence(
      ...members.slice(index).map(({ isRequired, argument }) => {
        const next = sequence(literal(between), argument)
        return isRequired ? next : optional(next)
      }),
    )
  const options: Expression[] = []
  for (const [index, { isRequired, argument }] of members.entries()) {
    options.push(sequence(argument, rest(index + 1)))
    if (isRequired) return choice(...options)
  }
  return choice(...options, sequence())
}
