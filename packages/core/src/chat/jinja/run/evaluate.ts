import type { Library } from '../library/library.ts'
import { attributeOf, itemOf, sliceOf } from '../library/members.ts'
import { calculate } from '../library/operators.ts'
import type { Arguments, Expression } from '../syntax/node.ts'
import { compare, contains, equals, itemsOf, numberOf, toKey } from '../values/compare.ts'
import { print } from '../values/print.ts'
import { concat, Text } from '../values/text.ts'
import { Callable, Dict, defined, fail, isTrue, Thing, Tuple, typeName, Undefined, type Value } from '../values/value.ts'
import type { Scope } from './scope.ts'

/** What an expression comes to. Throws `TemplateError`. */
export function evaluate(node: Expression, scope: Scope, library: Library): Value {
  const value = (inner: Expression) => evaluate(inner, scope, library)
  switch (node.type) {
    case 'literal':
      return node.value
    case 'name':
      return scope.get(node.name) ?? (scope.get(node.name) === null ? null : new Undefined(`'${node.name}' is undefined`))
    case 'list':
      return node.items.map(value)
    case 'tuple':
      return new Tuple(node.items.map(value))
    case 'join':
      return concat(node.items.map((item) => print(value(item))))
    case 'dict':
      return makeDict(node.members.map(([key, member]) => [value(key), value(member)]))
    case 'attribute':
      return attributeOf(value(node.object), node.name)
    case 'item':
      return itemOf(value(node.object), value(node.index))
    case 'slice':
      return sliceOf(
        value(node.object),
        node.parts.map((part) => part && value(part)),
      )
    case 'call':
      return call(value(node.callee), node.args, scope, library)
    case 'filter':
      return applyFilter(node, node.value ? value(node.value) : '', scope, library)
    case 'test': {
      const { positional, named } = evaluateArguments(node.args, scope, library)
      return library.test(node.name)(value(node.value), positional, named)
    }
    case 'not':
      return !isTrue(value(node.value))
    case 'negate':
      return calculate('-', 0n, value(node.value), true)
    case 'plus':
      return numberOf(defined(value(node.value))) ?? fail('bad operand type for unary +')
    case 'and': {
      const left = value(node.left)
      return isTrue(left) ? value(node.right) : left
    }
    case 'or': {
      const left = value(node.left)
      return isTrue(left) ? left : value(node.right)
    }
    case 'binary':
      return calculate(node.operator, value(node.left), value(node.right))
    case 'compare':
      return compareAll(node, value)
    case 'choose':
      if (isTrue(value(node.condition))) return value(node.value)
      return node.otherwise ? value(node.otherwise) : new Undefined('the inline if-expression is undefined: no else was given')
  }
}

function makeDict(members: [Value, Value][]): Dict {
  const dict = new Dict()
  for (const [key, member] of members) {
    const known = toKey(key)
    if (known === undefined) return fail(`unhashable type: '${typeName(key)}'`)
    if (key instanceof Text) dict.foreign = true
    dict.set(known, member)
  }
  return dict
}

/** Applies a filter; in a chain over a block, `block` goes into its first. */
export function applyFilter(node: Extract<Expression, { type: 'filter' }>, block: Value, scope: Scope, library: Library): Value {
  const { positional, named } = evaluateArguments(node.args, scope, library)
  return library.filter(node.name)(block, positional, named)
}

function call(callee: Value, args: Arguments, scope: Scope, library: Library): Value {
  const target = callee instanceof Undefined ? fail(callee.problem) : callee
  if (!(target instanceof Callable || target instanceof Thing) || !target.call) return fail(`'${typeName(target)}' object is not callable`)
  const { positional, named } = evaluateArguments(args, scope, library)
  return target.call(positional, named)
}

/** The values of arguments, lists and dictionaries of them taken apart. */
export function evaluateArguments(args: Arguments, scope: Scope, library: Library): { positional: Value[]; named: Map<string, Value> } {
  const positional = args.positional.flatMap(({ value, spread }) => {
    const given = evaluate(value, scope, library)
    return spread ? [...itemsOf(given)] : [given]
  })
  const named = new Map<string, Value>()
  for (const { name, value } of args.named) {
    const given = evaluate(value, scope, library)
    if (name !== undefined) named.set(name, given)
    else if (given instanceof Dict) for (const [key, member] of given) named.set(String(key), member)
    else fail(`argument after ** must be a mapping, not ${typeName(given)}`)
  }
  return { positional, named }
}

function compareAll({ first, rest }: Extract<Expression, { type: 'compare' }>, value: (node: Expression) => Value): boolean {
  let left = value(first)
  for (const { operator, value: node } of rest) {
    const right = value(node)
    if (!holds(operator, left, right)) return false
    left = right
  }
  return true
}

function holds(operator: string, left: Value, right: Value): boolean {
  switch (operator) {
    case '==':
      return equals(left, right)
    case '!=':
      return !equals(left, right)
    case 'in':
      return contains(right, left)
    case 'not in':
      return !contains(right, left)
    case '<':
      return compare(left, right) < 0
    case '<=':
      return compare(left, right) <= 0
    case '>':
      return compare(left, right) > 0
    default:
      return compare(left, right) >= 0
  }
}
