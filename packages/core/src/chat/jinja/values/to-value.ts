import { foreignText } from './text.ts'
import { Dict, type Value } from './value.ts'

/** A plain value as templates know it. `foreign`: its texts, names of members included, come from a caller. */
export function toValue(plain: unknown, foreign: boolean): Value {
  if (typeof plain === 'string') return foreign ? foreignText(plain) : plain
  if (typeof plain === 'number') return Number.isInteger(plain) ? BigInt(plain) : plain
  if (typeof plain === 'boolean' || typeof plain === 'bigint') return plain
  if (Array.isArray(plain)) return plain.map((item) => toValue(item, foreign))
  if (typeof plain !== 'object' || plain === null) return null
  const dict = new Dict()
  dict.foreign = foreign
  for (const [key, value] of Object.entries(plain)) if (value !== undefined) dict.set(key, toValue(value, foreign))
  return dict
}

/** A dictionary of these members, its keys the program's own. */
export function dictOf(members: Record<string, Value | undefined>): Dict {
  const dict = new Dict()
  for (const [key, value] of Object.entries(members)) if (value !== undefined) dict.set(key, value)
  return dict
}
