import { print } from '../values/print.ts'
import { plainOf } from '../values/text.ts'
import { Callable, fail, Thing, Undefined, type Value } from '../values/value.ts'
import { makeDict } from './container-methods.ts'
import { formatDate } from './format/format-date.ts'

const mostNumbers = 100_000

/** What every template may use by its name: Jinja2's own, and what Transformers adds. */
export function createGlobals(now: Date): Map<string, Value> {
  const calls: Record<string, Callable['call']> = {
    range: (args) => range(args.map((arg) => (typeof arg === 'bigint' ? Number(arg) : fail('range() takes integers')))),
    dict: makeDict,
    namespace: (args, named) => new Thing('Namespace', new Map(makeDict(args, named) as Map<string, Value>), undefined, true),
    cycler: (items) => cycler(items),
    joiner: ([between = ', ']) => joiner(between),
    raise_exception: ([message = '']) => fail(plainOf(print(message))),
    strftime_now: ([format = '']) => formatDate(now, plainOf(print(format))),
  }
  return new Map(Object.entries(calls).map(([name, call]) => [name, new Callable(name, call)]))
}

function range(args: number[]): Value[] {
  const [start, end, step] = args.length === 1 ? [0, args[0] ?? 0, 1] : [args[0] ?? 0, args[1] ?? 0, args[2] ?? 1]
  if (step === 0) return fail('range() arg 3 must not be zero')
  const length = Math.max(0, Math.ceil((end - start) / step))
  if (length > mostNumbers) return fail(`Range too big. The sandbox blocks ranges larger than ${mostNumbers}.`)
  return Array.from({ length }, (_, index) => BigInt(start + index * step))
}

function cycler(items: readonly Value[]): Thing {
  let index = 0
  const current = () => items[index] ?? new Undefined('no items to cycle through')
  const next = new Callable('next', () => {
    const value = current()
    index = (index + 1) % items.length
    return value
  })
  const reset = new Callable('reset', () => {
    index = 0
    return null
  })
  return new Thing(
    'Cycler',
    new Map<string, Value | (() => Value)>([
      ['current', current],
      ['next', next],
      ['reset', reset],
    ]),
  )
}

function joiner(between: Value): Thing {
  let isUsed = false
  return new Thing('Joiner', new Map(), () => {
    const value = isUsed ? between : ''
    isUsed = true
    return value
  })
}
