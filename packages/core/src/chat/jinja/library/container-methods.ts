import { equals, itemsOf, memberOf, toKey } from '../values/compare.ts'
import { isStr, plainOf, Text } from '../values/text.ts'
import { Dict, fail, keysOf, type NamedArguments, Tuple, typeName, type Value } from '../values/value.ts'

type Methods<Owner> = Record<string, (owner: Owner, args: readonly Value[], named: NamedArguments) => Value>

const keyOf = (value: Value | undefined) => toKey(value ?? null) ?? fail('unhashable type')

const pairsOf = (dict: Dict): Value[] =>
  keysOf(dict).map((key) => new Tuple([key, dict.get(isStr(key) ? plainOf(key) : keyOf(key)) ?? null]))

/** Methods of a dictionary. Those that change it are refused, as in the sandbox that chat templates run in. */
export const dictMethods: Methods<Dict> = {
  items: (dict) => pairsOf(dict),
  keys: (dict) => keysOf(dict),
  values: (dict) => [...dict.values()],
  get: (dict, [key = null, otherwise = null]) => memberOf(dict, key) ?? otherwise,
  copy: (dict) => copyOf(dict),
  ...refused('clear', 'pop', 'popitem', 'setdefault', 'update'),
}

function copyOf(dict: Dict): Dict {
  const copy = new Dict(dict)
  copy.foreign = dict.foreign
  return copy
}

/** Methods of a list. `append` and the like change it: the sandbox refuses them, but templates in use are written for engines that do not. */
export const listMethods: Methods<Value[]> = {
  append: (list, [item = null]) => {
    list.push(item)
    return null
  },
  extend: (list, [items = null]) => {
    list.push(...itemsOf(items))
    return null
  },
  insert: (list, [place = null, item = null]) => {
    list.splice(Number(place), 0, item)
    return null
  },
  pop: (list, [place = -1n]) => list.splice(Number(place), 1)[0] ?? fail('pop index out of range'),
  index: (list, [item = null]) => {
    const index = list.findIndex((other) => equals(other, item))
    return index < 0 ? fail(`${typeName(item)} is not in list`) : BigInt(index)
  },
  count: (list, [item = null]) => BigInt(list.filter((other) => equals(other, item)).length),
  copy: (list) => [...list],
  ...refused('clear', 'remove', 'reverse', 'sort'),
}

function refused(...names: string[]): Record<string, () => never> {
  return Object.fromEntries(names.map((name) => [name, () => fail(`access to attribute '${name}' is unsafe`)]))
}

/** A dictionary of pairs and of named arguments, as Python's `dict`. */
export function makeDict([from]: readonly Value[], named: NamedArguments): Dict {
  const dict = from instanceof Dict ? copyOf(from) : new Dict()
  if (from !== undefined && !(from instanceof Dict))
    for (const pair of itemsOf(from)) {
      const [key = null, value = null] = itemsOf(pair)
      if (key instanceof Text) dict.foreign = true
      dict.set(keyOf(key), value)
    }
  for (const [key, value] of named) dict.set(key, value)
  return dict
}
