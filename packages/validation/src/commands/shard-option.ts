import { InvalidArgumentError } from 'commander'
import type { Shard } from '../run/select-checks.ts'

/** Reads `2/3`: the second of three parts. */
export function shardOption(text: string): Shard {
  const [, index = 0, count = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number)
  if (index < 1 || index > count) throw new InvalidArgumentError('Expected a part and their number, such as 1/2.')
  return { index, count }
}
