import { isDeepStrictEqual } from 'node:util'
import type { Result } from '../base/result.ts'
import { assembleResult } from './assemble-result.ts'
import type { CatalogueEntry } from './catalogue.ts'

/** Results that do not belong together. */
export class UnfitResults extends Error {
  override readonly name = 'UnfitResults'
}

/** Makes one result of those of several shards: of one commit, one subject and one profile, no check in two of them. */
export function mergeResults(results: readonly Result[], catalogue: readonly CatalogueEntry[]): Result {
  const [first, ...rest] = results
  if (!first) throw new UnfitResults('There is no result to merge.')
  for (const other of rest) demandSameRun(first, other)
  const checks = results.flatMap((result) => result.checks)
  const twice = checks.find(({ id }, index) => checks.findIndex((check) => check.id === id) !== index)
  if (twice) throw new UnfitResults(`${twice.id} is in two of the results.`)

  const asked = new Set([...checks.map(({ id }) => id), ...results.flatMap(({ notRun }) => notRun)])
  const selected = catalogue.filter(({ id }) => asked.has(id))
  const whole = catalogue.every(({ id, profile }) => asked.has(id) || (profile === 'full' && first.profile === 'quick'))
  const interruptions = results.flatMap(({ interrupted }) => interrupted ?? [])
  return assembleResult({
    ...{ runId: first.runId, profile: first.profile, environment: first.environment, subject: first.subject },
    startedAt: results.map(({ startedAt }) => startedAt).sort()[0] ?? first.startedAt,
    endedAt:
      results
        .map(({ endedAt }) => endedAt)
        .sort()
        .at(-1) ?? first.endedAt,
    partial: whole ? null : { suites: [], checks: selected.map(({ id }) => id) },
    interrupted: interruptions.length > 0 ? interruptions.join(', ') : null,
    harnessErrors: results.flatMap(({ harnessErrors }) => harnessErrors),
    ...{ catalogue, selected, checks, previous: undefined },
  })
}

function demandSameRun(one: Result, other: Result): void {
  const facts = ({ environment, subject, profile }: Result) => ({ commit: environment.commit, dirty: environment.dirty, subject, profile })
  const [here, there] = [facts(one), facts(other)]
  for (const name of ['commit', 'dirty', 'subject', 'profile'] as const) {
    if (!isDeepStrictEqual(here[name], there[name]))
      throw new UnfitResults(`The results differ in their ${name}, so they are not of one run.`)
  }
}
