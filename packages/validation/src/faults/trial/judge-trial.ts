import { createHash } from 'node:crypto'
import type { CheckResult } from '../../base/result.ts'
import type { CatalogueEntry } from '../../verdict/catalogue.ts'
import type { Fault } from '../fault.ts'
import type { CopiedGate } from './run-copied-gate.ts'

/**
 * What became of a fault. `missed`: the gate did not fail by the check that watches for it. `untried`: the check can say nothing
 * on this machine. `unsound`: the trial itself says nothing, such as when the check fails without the fault too.
 */
export type TrialVerdict = { verdict: 'caught' | 'missed' | 'untried' | 'unsound'; reason: string }

/** Judges the unbroken repository: null when the check passes there, so that its failure will mean something. */
export function judgeControl(entry: CatalogueEntry, gate: CopiedGate): TrialVerdict | null {
  if ('brokeDown' in gate) return { verdict: 'unsound', reason: `Without the fault: ${gate.brokeDown}` }
  const check = checkOf(entry, gate.result.checks)
  if (check?.status === 'pass') return null
  const untried = check?.status === 'skip' || check?.status === 'not-applicable'
  return { verdict: untried ? 'untried' : 'unsound', reason: `Without the fault it ${describe(check)}` }
}

/** Judges the broken repository: the check must fail with a reason, its rows be broken, and the gate end with 1. */
export function judgeTrial(entry: CatalogueEntry, gate: CopiedGate): TrialVerdict {
  if ('brokeDown' in gate) return { verdict: 'missed', reason: gate.brokeDown }
  const { checks, rows, exitCode } = gate.result
  const check = checkOf(entry, checks)
  if (check?.status !== 'fail' || !check.reason) return { verdict: 'missed', reason: `It ${describe(check)}` }
  const broken = rows.filter(({ verdict }) => verdict === 'broken').map(({ id }) => id)
  const spared = [...entry.proves, ...entry.supports].filter((row) => !broken.includes(row))
  if (spared.length > 0) return { verdict: 'missed', reason: `It failed, but these rows are not broken: ${spared.join(', ')}.` }
  if (exitCode !== 1) return { verdict: 'missed', reason: `It failed, but the gate ended with ${exitCode}.` }
  return { verdict: 'caught', reason: check.reason }
}

const checkOf = (entry: CatalogueEntry, checks: readonly CheckResult[]) => checks.find(({ id }) => id === entry.id)

const describe = (check: CheckResult | undefined) =>
  check ? `ended as ${check.status}${check.reason ? `: ${check.reason}` : '.'}` : 'did not run.'

/** A few faults that differ from seed to seed: over many seeds, every fault has its turn. */
export function sampleFaults(faults: readonly Fault[], seed: string, count: number): Fault[] {
  return faults
    .map((fault) => ({ fault, rank: createHash('sha256').update(`${seed}\n${fault.check}\n${fault.fault}`).digest('hex') }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .slice(0, count)
    .map(({ fault }) => fault)
}
