import type { Result } from '../../base/result.ts'

/** What has changed since the result that lay in the report's folder before; nothing where there was none. */
export function comparisonLines({ comparison }: Pick<Result, 'comparison'>): string[] {
  if (comparison === null) return []
  const { startedAt, newlyFailed, noLongerFailed, newlyBroken, newlyProven } = comparison
  const changes = [
    { what: 'Newly failed', ids: newlyFailed },
    { what: 'No longer failed', ids: noLongerFailed },
    { what: 'Newly broken rows', ids: newlyBroken },
    { what: 'Newly proven rows', ids: newlyProven },
  ].filter(({ ids }) => ids.length > 0)
  const since = `since the run of ${startedAt}`
  return changes.length === 0 ? [`Nothing changed ${since}.`] : changes.map(({ what, ids }) => `${what} ${since}: ${ids.join(', ')}.`)
}
