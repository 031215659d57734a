/**
 * Whether arrays and objects stand in each other more than `limit` times. Level by level, because recursion would overflow where it matters.
 *
 * @example
 * isDeeperThan([[1]], 1) // true
 */
export function isDeeperThan(value: unknown, limit: number): boolean {
  let level = [value].filter(isHolder)
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > limit) return true
    const next: object[] = []
    for (const holder of level) for (const inner of Object.values(holder)) if (isHolder(inner)) next.push(inner)
    level = next
  }
  return false
}

const isHolder = (value: unknown): value is object => typeof value === 'object' && value !== null
