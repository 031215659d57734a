import type { Expression } from '../grammar.ts'
import { SchemaFault } from '../grammar-fault.ts'
import { decimalRange } from '../text/decimal-range.ts'
import { type Bound, integerRange, integerText, numberText } from '../text/number-range.ts'
import type { FlatSchema } from './read-schema.ts'

/** What tells the numbers of one schema from those of another: schemas with the same bounds share a rule. */
export const boundsKey = ({ minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf }: FlatSchema) =>
  JSON.stringify([minimum, exclusiveMinimum, maximum, exclusiveMaximum, multipleOf])

/** The whole numbers that a schema allows. */
export function integersOf(schema: FlatSchema): Expression {
  const { low, high } = boundsOf(schema)
  return low || high ? integerRange(low, high) : integerText
}

/** The numbers that a schema allows, whole ones included. Throws `SchemaFault` where its bounds have too many digits. */
export function numbersOf(schema: FlatSchema, pointer: string): Expression {
  const { low, high } = boundsOf(schema)
  if (!low && !high) return schema.multipleOf === undefined ? numberText : integerText
  if (schema.multipleOf !== undefined) return integerRange(low, high)
  const range = decimalRange(low, high)
  if (!range)
    throw new SchemaFault(
      pointer,
      'bounds of numbers may have at most 15 significant digits, six of them after the point when one side is open',
    )
  return range
}

function boundsOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: FlatSchema): {
  low: Bound | undefined
  high: Bound | undefined
} {
  return {
    low: tighter(minimum, exclusiveMinimum, (exclusive, inclusive) => exclusive >= inclusive),
    high: tighter(maximum, exclusiveMaximum, (exclusive, inclusive) => exclusive <= inclusive),
  }
}

function tighter(
  inclusive: number | undefined,
  exclusive: number | undefined,
  wins: (exclusive: number, inclusive: number) => boolean,
): Bound | undefined {
  if (exclusive !== undefined && (inclusive === undefined || wins(exclusive, inclusive))) return { value: exclusive, exclusive: true }
  return inclusive === undefined ? undefined : { value: inclusive, exclusive: false }
}
