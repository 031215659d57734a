import { itemsOf } from '../values/compare.ts'
import { isStr, plainOf } from '../values/text.ts'
import { fail, isTrue, type NamedArguments, Undefined, type Value } from '../values/value.ts'
import { listFilters, pick } from './filters/list-filters.ts'
import { numberFilters } from './filters/number-filters.ts'
import { textFilters } from './filters/text-filters.ts'
import { toJsonFilter } from './filters/to-json-filter.ts'
import type { Filter, Library, Test } from './library.ts'
import { tests } from './tests.ts'

/** All filters and tests of Jinja2, and `tojson` as Transformers has it. */
export function createLibrary(): Library {
  const library: Library = {
    filter: (name) => filters[name] ?? fail(`No filter named '${name}'.`),
    test: (name) => allTests[name] ?? fail(`No test named '${name}'.`),
  }
  const filters: Record<string, Filter> = {
    __proto__: null as never,
    ...textFilters,
    ...numberFilters,
    ...listFilters,
    tojson: toJsonFilter,
    map: (value, args, named) => chosenFrom(value).map(changeOf(args, named, library)),
    select: (value, args) => chosenFrom(value).filter(choiceOf(args, library)),
    reject: (value, args) => chosenFrom(value).filter((item) => !choiceOf(args, library)(item)),
    selectattr: (value, [attribute, ...args]) => chosenFrom(value).filter((item) => choiceOf(args, library)(pick(item, attribute))),
    rejectattr: (value, [attribute, ...args]) => chosenFrom(value).filter((item) => !choiceOf(args, library)(pick(item, attribute))),
  }
  const allTests: Record<string, Test> = {
    __proto__: null as never,
    ...tests,
    filter: (value) => isStr(value) && plainOf(value) in filters,
    test: (value) => isStr(value) && plainOf(value) in allTests,
  }
  return library
}

// These go through nothing where a value is none, as Jinja2's do.
const chosenFrom = (value: Value) => (isTrue(value) ? itemsOf(value) : [])

const nameOf = (value: Value | undefined) => (isStr(value) ? plainOf(value) : fail('a name is required'))

function changeOf([name, ...args]: readonly Value[], named: NamedArguments, library: Library): (item: Value) => Value {
  const attribute = named.get('attribute')
  if (name === undefined && attribute === undefined) return fail('map requires a filter argument')
  if (name !== undefined) return (item) => library.filter(nameOf(name))(item, args, named)
  return (item) => {
    const picked = pick(item, attribute)
    const otherwise = named.get('default')
    return picked instanceof Undefined && otherwise !== undefined ? otherwise : picked
  }
}

function choiceOf([name, ...args]: readonly Value[], library: Library): (item: Value) => boolean {
  return name === undefined ? isTrue : (item) => library.test(nameOf(name))(item, args, new Map())
}
