import type { Library } from '../library/library.ts'
import type { Statement } from '../syntax/node.ts'
import { equals, itemsOf } from '../values/compare.ts'
import { concat, type Str } from '../values/text.ts'
import { Callable, fail, isTrue, Thing, Tuple, Undefined, type Value } from '../values/value.ts'
import { assign } from './assign.ts'
import { evaluate } from './evaluate.ts'
import { Scope } from './scope.ts'

/** How statements ended: at their last, or by leaving a loop or its turn. */
export type Ending = 'whole' | 'break' | 'continue'

/** Runs statements in a scope; what they print goes to `out`. */
type RunBody = (body: readonly Statement[], scope: Scope, out: Str[]) => Ending

type Loop = Extract<Statement, { type: 'for' }>

/** Runs a loop, its `loop` variable as Jinja2 has it. */
export function runLoop(loop: Loop, scope: Scope, library: Library, out: Str[], run: RunBody): void {
  repeat(loop, evaluate(loop.over, scope, library), { scope, library, out, run, depth: 0 })
}

type Surroundings = { scope: Scope; library: Library; out: Str[]; run: RunBody; depth: number }

function repeat(loop: Loop, over: Value, { scope, library, out, run, depth }: Surroundings): void {
  const { filter } = loop
  const items = itemsOf(over).filter((item) => {
    if (!filter) return true
    const inner = new Scope(scope)
    assign(loop.target, item, inner)
    return isTrue(evaluate(filter, inner, library))
  })
  const again = new Callable('loop', ([nested = []]) => {
    if (!loop.recursive) fail("The loop must have the 'recursive' marker")
    const parts: Str[] = []
    repeat(loop, nested, { scope, library, out: parts, run, depth: depth + 1 })
    return concat(parts)
  })
  let changedFrom: Value | undefined
  for (const [index, item] of items.entries()) {
    const inner = new Scope(scope)
    const changed = new Callable('changed', (args) => {
      const now = new Tuple(args)
      const isChanged = changedFrom === undefined || !equals(changedFrom, now)
      changedFrom = now
      return isChanged
    })
    inner.set('loop', loopState(items, index, depth, changed, again))
    assign(loop.target, item, inner)
    if (run(loop.body, inner, out) === 'break') break
  }
  if (items.length === 0) run(loop.otherwise, new Scope(scope), out)
}

function loopState(items: readonly Value[], index: number, depth: number, changed: Callable, again: Callable): Thing {
  const int = (value: number) => BigInt(value)
  const attributes: [string, Value][] = [
    ['index', int(index + 1)],
    ['index0', int(index)],
    ['revindex', int(items.length - index)],
    ['revindex0', int(items.length - index - 1)],
    ['first', index === 0],
    ['last', index === items.length - 1],
    ['length', int(items.length)],
    ['depth', int(depth + 1)],
    ['depth0', int(depth)],
    ['previtem', items[index - 1] ?? (index > 0 ? null : new Undefined('there is no previous item'))],
    ['nextitem', items[index + 1] ?? (index + 1 < items.length ? null : new Undefined('there is no next item'))],
    ['changed', changed],
    ['cycle', new Callable('cycle', (args) => args[index % args.length] ?? fail('no items for cycling given'))],
  ]
  return new Thing('LoopContext', new Map(attributes), again.call)
}
