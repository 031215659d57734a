import { memberOf, numberOf, sizeOf } from '../values/compare.ts'
import { charactersOf, concat, isStr, plainOf } from '../values/text.ts'
import { Callable, Dict, fail, Thing, Tuple, typeName, Undefined, type Value } from '../values/value.ts'
import { dictMethods, listMethods } from './container-methods.ts'
import { formatBraces } from './format/brace-format.ts'
import { stringMethods } from './string-methods.ts'

/** `object.name`: an attribute first, a member else, as in Jinja2. */
export function attributeOf(object: Value, name: string): Value {
  if (object instanceof Undefined) return fail(object.problem)
  return firstOf(ownAttribute(object, name), memberNamed(object, name), nothing(object, name))
}

/** `object[index]`: a member first, an attribute else. */
export function itemOf(object: Value, index: Value): Value {
  if (object instanceof Undefined) return fail(object.problem)
  const name = isStr(index) ? plainOf(index) : undefined
  const member = object instanceof Dict ? memberOf(object, index) : itemAt(object, index)
  if (member !== undefined) return member
  return firstOf(name === undefined ? undefined : ownAttribute(object, name), nothing(object, name ?? 'that'))
}

// None is a value too.
const firstOf = (...values: [...(Value | undefined)[], Undefined]): Value => values.find((value) => value !== undefined) ?? null

const nothing = (object: Value, name: string) => new Undefined(`'${typeName(object)} object' has no attribute '${name}'`)

const memberNamed = (object: Value, name: string) => (object instanceof Dict ? memberOf(object, name) : undefined)

function ownAttribute(object: Value, name: string): Value | undefined {
  if (object instanceof Thing) {
    const attribute = object.attributes.get(name)
    return typeof attribute === 'function' ? attribute() : attribute
  }
  const method = isStr(object)
    ? methodOf(textMethods, name, object)
    : object instanceof Dict
      ? methodOf(dictMethods, name, object)
      : Array.isArray(object)
        ? methodOf(listMethods, name, object)
        : undefined
  return method && new Callable(name, method)
}

const textMethods: typeof stringMethods = {
  ...stringMethods,
  format: (text, args, named) => formatBraces(text, args, named, { attributeOf, itemOf }),
}

type Method<Owner> = (owner: Owner, args: readonly Value[], named: ReadonlyMap<string, Value>) => Value

function methodOf<Owner>(methods: Record<string, Method<Owner>>, name: string, owner: Owner): Callable['call'] | undefined {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined
  return method && ((args, named) => method(owner, args, named))
}

function itemAt(object: Value, index: Value): Value | undefined {
  const position = numberOf(index)
  if (typeof position !== 'bigint') return undefined
  const items = Array.isArray(object) ? object : object instanceof Tuple ? object.items : isStr(object) ? charactersOf(object) : undefined
  return items?.[Number(position < 0n ? position + BigInt(items.length) : position)]
}

/** `object[from:to:step]`. */
export function sliceOf(object: Value, [from, to, step]: readonly (Value | undefined)[]): Value {
  if (object instanceof Undefined) return fail(object.problem)
  const items = Array.isArray(object) ? object : object instanceof Tuple ? object.items : isStr(object) ? charactersOf(object) : undefined
  // A dictionary and a number have no slices: to Jinja2 it is a member that is not there.
  if (!items) return nothing(object, 'slice')
  const stride = sliceNumber(step) ?? 1
  if (stride === 0) return fail('slice step cannot be zero')
  const size = sizeOf(object)
  const clamp = (value: number) => (stride > 0 ? Math.min(Math.max(value, 0), size) : Math.min(Math.max(value, -1), size - 1))
  const place = (value: Value | undefined, otherwise: number) => {
    const number = sliceNumber(value)
    return number === undefined ? otherwise : clamp(number < 0 ? number + size : number)
  }
  const [start, end] = [place(from, stride > 0 ? 0 : size - 1), place(to, stride > 0 ? size : -1)]
  const picked: Value[] = []
  for (let index = start; stride > 0 ? index < end : index > end; index += stride) picked.push(items[index] as Value)
  if (isStr(object)) return concat(picked.filter(isStr))
  return object instanceof Tuple ? new Tuple(picked) : picked
}

function sliceNumber(value: Value | undefined): number | undefined {
  if (value === undefined || value === null) return undefined
  const number = numberOf(value)
  return typeof number === 'bigint' ? Number(number) : fail('slice indices must be integers or None')
}
