import { choice, type Expression, empty, isNever, literal, never, optional, repeat, sequence } from '../grammar.ts'
import { repeatEvenly } from '../repeat-evenly.ts'
import { comma } from '../text/json-text.ts'

/** Items of an array: the first ones each by its own rule, the others all by one, `never` when there are none. */
export type ArrayItems = { first: readonly Expression[]; others: Expression; least: number; most: number | undefined }

/** An array of these items. */
export function arrayGrammar({ first, others, least, most }: ArrayItems): Expression {
  if (most !== undefined && least > most) return never
  return sequence(literal('['), itemsFrom(0, { first, others, least, most }), literal(']'))
}

// What may stand from an item on, each with the comma before it.
function itemsFrom(index: number, items: ArrayItems): Expression {
  const { first, others, least, most } = items
  if (most !== undefined && index >= most) return empty
  const item = first[index]
  if (item === undefined) return othersFrom(index, others, Math.max(0, least - index), most === undefined ? undefined : most - index)
  const written = sequence(index === 0 ? empty : comma, item, itemsFrom(index + 1, items))
  return index >= least ? choice(empty, written) : written
}

function othersFrom(index: number, item: Expression, least: number, most: number | undefined): Expression {
  const further = sequence(comma, item)
  if (index > 0) return repeatEvenly(further, least, most)
  if (isNever(item)) return least === 0 ? empty : never
  const some = sequence(
    item,
    most === undefined ? repeat(further, Math.max(0, least - 1)) : repeatEvenly(further, Math.max(0, least - 1), most - 1),
  )
  return least === 0 ? optional(some) : some
}
