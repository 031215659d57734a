import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CatalogueEntry } from '../verdict/catalogue.ts'
import { applyChanges, StaleChange } from './apply-changes.ts'
import type { Fault } from './fault.ts'

/** What keeps a table of faults from being one for these checks and this repository, each as a sentence. */
export function findTableGaps(faults: readonly Fault[], catalogue: readonly CatalogueEntry[], root: string): string[] {
  const covered = new Set(faults.map(({ check }) => check))
  const checks = new Set(catalogue.map(({ id }) => id))
  return [
    ...[...checks].filter((id) => !covered.has(id)).map((id) => `${id} has no known fault: nobody has seen it fail.`),
    ...[...covered].filter((id) => !checks.has(id)).map((id) => `There is no check ${id}.`),
    ...faults.flatMap((fault) => staleness(fault, root)),
  ]
}

function staleness(fault: Fault, root: string): string[] {
  try {
    applyChanges([...(fault.given ?? []), fault], (file) => readFileSync(join(root, file), 'utf8'))
    return []
  } catch (error) {
    if (!(error instanceof StaleChange)) throw error
    return [`${fault.check}, "${fault.fault}": ${error.message}`]
  }
}
