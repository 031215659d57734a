import type { Str } from './text.ts'
import { foreignText, isStr, plainOf } from './text.ts'

/** What a name that stands for nothing comes to: it prints as nothing, and refuses most else, with `problem`. */
export class Undefined {
  readonly problem: string

  constructor(problem: string) {
    this.problem = problem
  }
}

export class Tuple {
  readonly items: readonly Value[]

  constructor(items: readonly Value[]) {
    this.items = items
  }
}

/** What may stand as a key of a dictionary. */
export type Key = string | bigint | number | boolean | null

/** A dictionary, in the order its members came. `foreign`: a caller wrote its keys. */
export class Dict extends Map<Key, Value> {
  foreign = false
}

export type NamedArguments = ReadonlyMap<string, Value>

/** What can be called. */
export class Callable {
  readonly name: string
  readonly call: (args: readonly Value[], named: NamedArguments) => Value

  constructor(name: string, call: (args: readonly Value[], named: NamedArguments) => Value) {
    this.name = name
    this.call = call
  }
}

/** A thing with attributes: a namespace, the state of a loop, a macro. */
export class Thing {
  readonly kind: string
  readonly attributes: Map<string, Value | (() => Value)>
  readonly call: Callable['call'] | undefined
  /** Whether a template may set its attributes. */
  readonly settable: boolean

  constructor(kind: string, attributes: Map<string, Value | (() => Value)>, call?: Callable['call'], settable = false) {
    this.kind = kind
    this.attributes = attributes
    this.call = call
    this.settable = settable
  }
}

/** A value as templates know it, with Python's types: a bigint is an int, a number a float, null is None. */
export type Value = Undefined | null | boolean | bigint | number | Str | Value[] | Tuple | Dict | Callable | Thing

/** A failure of a template: in what it does, or by its own `raise_exception`. */
export class TemplateError extends Error {
  /** Line of the template, from 1, once it is known. */
  line: number | undefined
}

export function fail(problem: string): never {
  throw new TemplateError(problem)
}

/** Refuses what stands for nothing. */
export function defined(value: Value): Exclude<Value, Undefined> {
  return value instanceof Undefined ? fail(value.problem) : value
}

/** As Python's `bool`. */
export function isTrue(value: Value): boolean {
  if (value === null || value instanceof Undefined) return false
  if (isStr(value)) return plainOf(value) !== ''
  if (Array.isArray(value)) return value.length > 0
  if (value instanceof Tuple) return value.items.length > 0
  if (value instanceof Dict) return value.size > 0
  return typeof value === 'object' ? true : Boolean(value)
}

/** What Python calls the type of a value. */
export function typeName(value: Value): string {
  if (value === null) return 'NoneType'
  if (isStr(value)) return 'str'
  if (Array.isArray(value)) return 'list'
  switch (typeof value) {
    case 'boolean':
      return 'bool'
    case 'bigint':
      return 'int'
    case 'number':
      return 'float'
  }
  if (value instanceof Undefined) return 'Undefined'
  if (value instanceof Tuple) return 'tuple'
  if (value instanceof Dict) return 'dict'
  return value instanceof Callable ? 'function' : value.kind
}

/** The keys of a dictionary, in order. */
export const keysOf = (dict: Dict): Value[] =>
  [...dict.keys()].map((key) => (dict.foreign && typeof key === 'string' ? foreignText(key) : key))
