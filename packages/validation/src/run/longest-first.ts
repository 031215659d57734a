import { BaseSequencer, type TestSequencerConstructor } from 'vitest/node'
import type { CatalogueEntry } from '../catalogue.ts'

/** Starts the checks that may take longest first, so that nobody waits for a long one that began last. */
export function longestFirst(entries: readonly CatalogueEntry[]): TestSequencerConstructor {
  const timeouts = new Map(entries.map(({ file, timeoutMs }) => [file, timeoutMs]))
  return class extends BaseSequencer {
    override async sort(files: Parameters<BaseSequencer['sort']>[0]) {
      const timeoutOf = ({ moduleId }: (typeof files)[number]) => timeouts.get(moduleId) ?? 0
      return (await super.sort(files)).toSorted((one, other) => timeoutOf(other) - timeoutOf(one))
    }
  }
}
