import type { Result } from '../base/result.ts'
import type { CatalogueEntry } from '../verdict/catalogue.ts'

/** Which part of the gate was asked for. Empty lists: all of it. */
export type Selection = {
  suites: readonly string[]
  checks: readonly string[]
  profile: 'quick' | 'full'
  /** One of several parts that are run apart. */
  shard?: Shard | undefined
}

/** Which of how many parts, counted from 1. */
export type Shard = { index: number; count: number }

/** A selection that names what does not exist. */
export class UnknownSelection extends Error {
  override readonly name = 'UnknownSelection'
}

/** The checks of the suites that were asked for, and those asked for by name. A check may be named with its suite or without. */
export function selectChecks(catalogue: readonly CatalogueEntry[], { suites, checks, profile, shard }: Selection): CatalogueEntry[] {
  const suiteNames = [...new Set(catalogue.map((entry) => entry.suite))]
  const unknownSuite = suites.find((suite) => !suiteNames.includes(suite))
  if (unknownSuite) throw new UnknownSelection(`There is no suite "${unknownSuite}". Suites: ${suiteNames.join(', ')}.`)

  const named = (check: string, entry: CatalogueEntry) => check === entry.id || check === entry.name
  const unknownCheck = checks.find((check) => !catalogue.some((entry) => named(check, entry)))
  if (unknownCheck) {
    throw new UnknownSelection(`There is no check "${unknownCheck}". Checks: ${catalogue.map((entry) => entry.id).join(', ')}.`)
  }
  const everything = suites.length === 0 && checks.length === 0
  return catalogue
    .filter((entry) => profile === 'full' || entry.profile === 'quick' || checks.some((check) => named(check, entry)))
    .filter((entry) => everything || suites.includes(entry.suite) || checks.some((check) => named(check, entry)))
    .filter((_, index) => !shard || index % shard.count === shard.index - 1)
}

/** The checks that failed, or broke in the gate, in an earlier run. */
export function selectFailed(catalogue: readonly CatalogueEntry[], previous: Pick<Result, 'checks'> | undefined): CatalogueEntry[] {
  if (!previous) throw new UnknownSelection('There is no result of an earlier run in the output folder whose failures could run again.')
  const failed = previous.checks.filter(({ status }) => status === 'fail' || status === 'error').map(({ id }) => id)
  const selected = catalogue.filter(({ id }) => failed.includes(id))
  if (selected.length === 0) throw new UnknownSelection('Nothing failed in the earlier run.')
  return selected
}
