import { compare, valid } from 'semver'
import type { Advisory } from './advisory.ts'
import type { LockedPackage } from './read-locked-packages.ts'

/** A package that is installed in a version with a known fault. */
export type VulnerablePackage = LockedPackage & { advisory: string; summary: string }

type Affected = Advisory['affected'][number]
type Range = Affected['ranges'][number]

/** Finds the packages that an advisory names in the version they are locked at. One that was withdrawn counts no more. */
export function findVulnerablePackages(packages: readonly LockedPackage[], advisories: readonly Advisory[]): VulnerablePackage[] {
  const byName = Map.groupBy(packages, ({ name }) => name)
  return advisories
    .filter(({ withdrawn }) => withdrawn === undefined)
    .flatMap(({ id, summary = '', affected }) =>
      affected
        .filter((entry) => entry.package?.ecosystem === 'npm')
        .flatMap((entry) => (byName.get(entry.package?.name ?? '') ?? []).filter(({ version }) => isAffected(version, entry)))
        .map((found) => ({ ...found, advisory: id, summary })),
    )
}

const isAffected = (version: string, { versions, ranges }: Affected): boolean =>
  versions.includes(version) || ranges.some((range) => range.type === 'SEMVER' && isInRange(version, range))

/** By OSV's rule: what was introduced last before the version, and neither fixed since nor past the last that is affected. */
function isInRange(version: string, { events }: Range): boolean {
  if (!valid(version)) return false
  const isFrom = (from: string) => from === '0' || compare(version, from) >= 0
  let affected = false
  for (const event of events.toSorted((one, other) => order(one, other))) {
    if (event.introduced !== undefined && isFrom(event.introduced)) affected = true
    if (event.fixed !== undefined && isFrom(event.fixed)) affected = false
    if (event.last_affected !== undefined && isFrom(event.last_affected) && version !== event.last_affected) affected = false
  }
  return affected
}

function order(one: Range['events'][number], other: Range['events'][number]): number {
  const [first, second] = [one, other].map(({ introduced, fixed, last_affected }) => introduced ?? fixed ?? last_affected ?? '0')
  if (first === second) return 0
  if (first === '0' || second === '0') return first === '0' ? -1 : 1
  return compare(first ?? '', second ?? '')
}
