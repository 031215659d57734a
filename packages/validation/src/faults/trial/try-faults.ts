import type { CatalogueEntry } from '../../verdict/catalogue.ts'
import type { Fault } from '../fault.ts'
import { judgeControl, judgeTrial, type TrialVerdict } from './judge-trial.ts'
import { copyRepository, type RepositoryCopy } from './repository-copy.ts'
import { type CopiedGate, runCopiedGate } from './run-copied-gate.ts'

/** One fault, planted, and what the gate made of it. */
export type Trial = TrialVerdict & Pick<Fault, 'check' | 'fault'> & { durationMs: number }

export type TrialOptions = {
  faults: readonly Fault[]
  /** Checks of this repository, among them those of the faults. */
  catalogue: readonly CatalogueEntry[]
  root: string
  signal: AbortSignal
}

/** Plants faults in a copy of the repository, one at a time, and lets the copy's own gate look. */
export async function* tryFaults({ faults, catalogue, root, signal }: TrialOptions): AsyncGenerator<Trial, void> {
  using copy = copyRepository(root)
  const watched = faults.map((fault) => ({ fault, entry: entryOf(fault, catalogue) }))
  const plain = [...new Set(watched.filter(({ fault }) => !fault.given).map(({ entry }) => entry))]
  let control: Promise<CopiedGate> | undefined
  const sharedControl = () => {
    control ??= runCopiedGate(copy.folder, plain, signal)
    return control
  }
  for (const { fault, entry } of watched) {
    if (signal.aborted) return
    const startedAt = performance.now()
    const verdict = await tryFault(copy, fault, entry, sharedControl, signal)
    // What is cut off breaks in ways that mean nothing.
    if (signal.aborted) return
    yield { check: fault.check, fault: fault.fault, ...verdict, durationMs: Math.round(performance.now() - startedAt) }
  }
}

async function tryFault(
  copy: RepositoryCopy,
  fault: Fault,
  entry: CatalogueEntry,
  sharedControl: () => Promise<CopiedGate>,
  signal: AbortSignal,
): Promise<TrialVerdict> {
  const run = () => runCopiedGate(copy.folder, [entry], signal)
  const control = fault.given ? await copy.withChanges(fault.given, run) : await sharedControl()
  return judgeControl(entry, control) ?? judgeTrial(entry, await copy.withChanges([...(fault.given ?? []), fault], run))
}

function entryOf({ check }: Fault, catalogue: readonly CatalogueEntry[]): CatalogueEntry {
  const entry = catalogue.find(({ id }) => id === check)
  if (!entry) throw new Error(`There is no check ${check}.`)
  return entry
}
