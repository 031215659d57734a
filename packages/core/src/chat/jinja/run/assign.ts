import type { Target } from '../syntax/node.ts'
import { itemsOf } from '../values/compare.ts'
import { fail, Thing, type Value } from '../values/value.ts'
import type { Scope } from './scope.ts'

/** Gives a value to what an assignment names. */
export function assign(target: Target, value: Value, scope: Scope): void {
  switch (target.type) {
    case 'name':
      scope.set(target.name, value)
      break
    case 'attribute': {
      const object = scope.get(target.object)
      if (!(object instanceof Thing) || !object.settable) fail('cannot assign attribute on non-namespace object')
      else object.attributes.set(target.name, value)
      break
    }
    case 'several': {
      const items = itemsOf(value)
      const { targets } = target
      if (items.length < targets.length) fail(`not enough values to unpack (expected ${targets.length}, got ${items.length})`)
      if (items.length > targets.length) fail(`too many values to unpack (expected ${targets.length})`)
      for (const [index, part] of targets.entries()) assign(part, items[index] as Value, scope)
    }
  }
}
