import { compare, contains, equals, numberOf } from '../values/compare.ts'
import { isStr, plainOf } from '../values/text.ts'
import { Callable, Dict, fail, Thing, Tuple, Undefined, type Value } from '../values/value.ts'
import type { Test } from './library.ts'

const integer = (value: Value) => numberOf(value) ?? fail('a number is required')
const other = (args: readonly Value[]) => args[0] ?? null

const eq: Test = (value, args) => equals(value, other(args))
const ne: Test = (value, args) => !equals(value, other(args))
const lt: Test = (value, args) => compare(value, other(args)) < 0
const le: Test = (value, args) => compare(value, other(args)) <= 0
const gt: Test = (value, args) => compare(value, other(args)) > 0
const ge: Test = (value, args) => compare(value, other(args)) >= 0

/** The tests of Jinja2, but for `filter` and `test`, which ask for what a template may name. */
export const tests: Record<string, Test> = {
  defined: (value) => !(value instanceof Undefined),
  undefined: (value) => value instanceof Undefined,
  none: (value) => value === null,
  true: (value) => value === true,
  false: (value) => value === false,
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => typeof value === 'bigint',
  float: (value) => typeof value === 'number',
  number: (value) => numberOf(value) !== undefined,
  string: (value) => isStr(value),
  mapping: (value) => value instanceof Dict,
  sequence: (value) =>
    isStr(value) || Array.isArray(value) || value instanceof Tuple || value instanceof Dict || value instanceof Undefined,
  iterable: (value) =>
    isStr(value) || Array.isArray(value) || value instanceof Tuple || value instanceof Dict || value instanceof Undefined,
  callable: (value) => value instanceof Callable || (value instanceof Thing && value.call !== undefined),
  escaped: () => false,
  odd: (value) => Number(integer(value)) % 2 !== 0,
  even: (value) => Number(integer(value)) % 2 === 0,
  divisibleby: (value, args) => Number(integer(value)) % Number(integer(other(args))) === 0,
  in: (value, args) => contains(other(args), value),
  sameas: (value, args) => value === other(args) || (isStr(value) && equals(value, other(args))),
  lower: (value) => isStr(value) && /\p{L}/u.test(plainOf(value)) && plainOf(value) === plainOf(value).toLowerCase(),
  upper: (value) => isStr(value) && /\p{L}/u.test(plainOf(value)) && plainOf(value) === plainOf(value).toUpperCase(),
  eq,
  equalto: eq,
  '==': eq,
  ne,
  '!=': ne,
  lt,
  lessthan: lt,
  '<': lt,
  le,
  '<=': le,
  gt,
  greaterthan: gt,
  '>': gt,
  ge,
  '>=': ge,
}
