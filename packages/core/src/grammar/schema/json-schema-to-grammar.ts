/**
 * Our own converter. node-llama-cpp's turns `anyOf`, `allOf` and what it does not know into `null` without a word and
 * ignores `pattern`, `minimum` and `required`; llama.cpp's own is not among the bindings; the GBNF libraries on npm start
 * from TypeScript types. None refuses by name what it cannot keep.
 */

import { choice, type Expression, isNever, literal, never } from '../grammar.ts'
import { pointTo, SchemaFault } from '../grammar-fault.ts'
import { repeatEvenly } from '../repeat-evenly.ts'
import type { RuleBook } from '../rule-book.ts'
import { formatGrammars } from '../text/format-grammar.ts'
import { anyArray, anyObject, anyString, anyValue, quoted, stringCharacter } from '../text/json-text.ts'
import { PatternFault, patternGrammar } from '../text/pattern-grammar.ts'
import { arrayGrammar } from './array-grammar.ts'
import { areDisjoint } from './disjoint-schemas.ts'
import { boundsKey, integersOf, numbersOf } from './numbers-of-schema.ts'
import { objectGrammar } from './object-grammar.ts'
import { type FlatSchema, typeOf } from './read-schema.ts'
import { type Schema, type TypeName, typeNames } from './schema-keywords.ts'
import { SchemaReader } from './schema-reader.ts'

const mostDepth = 64
const mostNameCharacters = 500

/**
 * Adds the JSON texts that a schema allows to a grammar, and returns what they begin with. Every text the grammar matches
 * meets the schema; of the texts that meet it, these are left out: members in another order than declared, members beyond
 * the declared ones unless `additionalProperties` names them, white space but one space after a comma or colon.
 *
 * Whatever the schema asks that cannot be kept is refused by its name. Throws `SchemaFault`.
 */
export function jsonSchemaToGrammar(schema: unknown, rules: RuleBook): Expression {
  if (typeof schema !== 'boolean' && (typeof schema !== 'object' || schema === null || Array.isArray(schema))) {
    throw new SchemaFault('#', 'expected an object or a boolean')
  }
  const expression = new Conversion(schema as Schema, rules).convert(schema as Schema, '#')
  if (isNever(expression)) throw new SchemaFault('#', 'no value meets it')
  return expression
}

class Conversion {
  readonly #rules: RuleBook
  readonly #reader: SchemaReader
  // One rule book may hold several schemas, and references of each mean its own document.
  readonly #document: string
  #depth = 0

  constructor(root: Schema, rules: RuleBook) {
    this.#rules = rules
    this.#document = rules.freshKey('schema')
    this.#reader = new SchemaReader(root)
  }

  convert(schema: Schema, pointer: string): Expression {
    const reference = this.#reader.bareReference(schema, pointer)
    if (reference)
      return this.#rules.rule(`${reference.target} of ${this.#document}`, () => this.#convertDeeper(reference.schema, reference.target))
    return this.#convertDeeper(schema, pointer)
  }

  #convertDeeper(schema: Schema, pointer: string): Expression {
    if (this.#depth >= mostDepth) throw new SchemaFault(pointer, `schemas are nested more than ${mostDepth} deep`)
    this.#depth += 1
    try {
      const flat = this.#reader.flatten(schema, pointer)
      if (typeof flat === 'boolean') return flat ? anyValue(this.#rules) : never
      return this.#convertFlat(flat, pointer)
    } finally {
      this.#depth -= 1
    }
  }

  #convertFlat({ anyOf, oneOf, ...rest }: FlatSchema, pointer: string): Expression {
    if (anyOf) return this.#alternatives(anyOf, { ...rest, ...(oneOf && { oneOf }) }, pointTo(pointer, 'anyOf'))
    if (oneOf) return this.#exclusive(oneOf, rest, pointTo(pointer, 'oneOf'))
    if (rest.enum) return this.#values(rest, rest.enum, pointer)
    return choice(...rest.types.map((type) => this.#ofType(type, rest, pointer)))
  }

  #alternatives(branches: readonly Schema[], rest: FlatSchema, pointer: string): Expression {
    return choice(...branches.map((branch, index) => this.convert(this.#withSiblings(branch, rest), pointTo(pointer, index))))
  }

  // Several at once would break the promise of exactly one, so it must be plain that they cannot be.
  #exclusive(branches: readonly Schema[], rest: FlatSchema, pointer: string): Expression {
    const wholes = branches.map((branch) => this.#withSiblings(branch, rest))
    for (const [index, branch] of wholes.entries()) {
      const rival = wholes.slice(0, index).findIndex((other) => !areDisjoint(this.#reader, other, branch, pointer))
      if (rival >= 0) {
        throw new SchemaFault(
          pointer,
          `its schemas ${rival} and ${index} may both hold; use "anyOf", or tell them apart by type or a required constant`,
        )
      }
    }
    return this.#alternatives(branches, rest, pointer)
  }

  #withSiblings(branch: Schema, { types, ...rest }: FlatSchema): Schema {
    const keywords = Object.keys(rest).filter((keyword) => rest[keyword as keyof typeof rest] !== undefined)
    const saysNothing = keywords.length === 0 && typeNames.every((type) => types.includes(type))
    return saysNothing ? branch : { allOf: [{ ...rest, type: [...types] }, branch] }
  }

  #values(schema: FlatSchema, values: readonly unknown[], pointer: string): Expression {
    const beside = keywordsNotWeighed.find((keyword) => schema[keyword] !== undefined)
    if (beside) throw new SchemaFault(pointTo(pointer, beside), 'it stands beside "enum" or "const", which say it all')
    const isTyped = (value: unknown) => {
      const type = typeOf(value)
      return schema.types.includes(type) || (type === 'integer' && schema.types.includes('number'))
    }
    return choice(...values.filter(isTyped).map((value) => literal(JSON.stringify(value))))
  }

  #ofType(type: TypeName, schema: FlatSchema, pointer: string): Expression {
    switch (type) {
      case 'null':
        return literal('null')
      case 'boolean':
        return choice(literal('true'), literal('false'))
      case 'string':
        return this.#string(schema, pointer)
      case 'integer':
        // Every whole number is a number, so it comes with those.
        return schema.types.includes('number') ? never : this.#rules.rule(`integer ${boundsKey(schema)}`, () => integersOf(schema))
      case 'number':
        return this.#rules.rule(`number ${boundsKey(schema)}`, () => numbersOf(schema, pointer))
      case 'array':
        return this.#array(schema, pointer)
      case 'object':
        return this.#object(schema, pointer)
    }
  }

  #string({ pattern, format, minLength = 0, maxLength }: FlatSchema, pointer: string): Expression {
    const given = Object.entries({ pattern, format, minLength: minLength || undefined, maxLength }).flatMap(([keyword, value]) =>
      value === undefined ? [] : [keyword],
    )
    const [first, second] = given
    if (second && first !== 'minLength') throw new SchemaFault(pointTo(pointer, second), `it cannot be kept together with "${first}"`)
    if (pattern !== undefined) return quoted(this.#pattern(pattern, pointTo(pointer, 'pattern')))
    if (format !== undefined) {
      const known = formatGrammars.get(format)
      if (!known)
        throw new SchemaFault(pointTo(pointer, 'format'), `"${format}" is not supported; ${[...formatGrammars.keys()].join(', ')} are`)
      return quoted(this.#rules.rule(`format ${format}`, () => known))
    }
    if (minLength === 0 && maxLength === undefined) return anyString(this.#rules)
    return quoted(repeatEvenly(stringCharacter(this.#rules), minLength, maxLength))
  }

  #pattern(pattern: string, pointer: string): Expression {
    try {
      return patternGrammar(this.#rules, pattern)
    } catch (error) {
      if (error instanceof PatternFault) throw new SchemaFault(pointer, error.message)
      throw error
    }
  }

  #array({ items, prefixItems, minItems = 0, maxItems }: FlatSchema, pointer: string): Expression {
    if (items === undefined && !prefixItems && minItems === 0 && maxItems === undefined) return anyArray(this.#rules)
    // Beyond a named beginning nothing comes unless the schema says what, or asks for more.
    const isOpen = !prefixItems || minItems > prefixItems.length
    const first = (prefixItems ?? []).map((item, index) => this.convert(item, pointTo(pointer, 'prefixItems', index)))
    const others =
      items === undefined ? (isOpen ? anyValue(this.#rules) : never) : this.#rules.share(this.convert(items, pointTo(pointer, 'items')))
    const closes = isNever(others) && minItems <= first.length
    return arrayGrammar({ first, others, least: minItems, most: closes ? Math.min(first.length, maxItems ?? first.length) : maxItems })
  }

  #object({ properties, required = [], additionalProperties, propertyNames }: FlatSchema, pointer: string): Expression {
    if (propertyNames !== undefined && !isAnyName(propertyNames)) {
      throw new SchemaFault(pointTo(pointer, 'propertyNames'), 'only names of any text are supported')
    }
    if (!properties && required.length === 0 && additionalProperties === undefined) return anyObject(this.#rules)
    const additional =
      additionalProperties === undefined
        ? properties
          ? never
          : anyValue(this.#rules)
        : this.convert(additionalProperties, pointTo(pointer, 'additionalProperties'))
    const names = Object.keys(properties ?? {})
    const longest = names.find((name) => name.length > mostNameCharacters)
    if (longest) throw new SchemaFault(pointTo(pointer, 'properties'), `a name has more than ${mostNameCharacters} characters`)
    const undeclared = required.filter((name) => !names.includes(name))
    const members = [
      ...names.map((name) => ({
        name,
        value: this.convert(properties?.[name] ?? true, pointTo(pointer, 'properties', name)),
        required: required.includes(name),
      })),
      // What is required without being declared must come too, and is an additional property.
      ...undeclared.map((name) => ({
        name,
        value: additionalProperties === undefined ? anyValue(this.#rules) : additional,
        required: true,
      })),
    ]
    return objectGrammar(this.#rules, members, additional)
  }
}

/** Keywords that a value of `enum` is not weighed against. */
const keywordsNotWeighed = [
  'properties',
  'required',
  'additionalProperties',
  'propertyNames',
  'items',
  'prefixItems',
  'minItems',
  'maxItems',
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
] as const satisfies (keyof FlatSchema)[]

const isAnyName = (schema: Schema) =>
  schema === true || (typeof schema === 'object' && Object.keys(schema).join() === 'type' && schema.type === 'string')
