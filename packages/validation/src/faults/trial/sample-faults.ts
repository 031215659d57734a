import { createHash } from 'node:crypto'
import type { Fault } from '../fault.ts'

/** A few faults that differ from seed to seed: over many seeds, every fault has its turn. */
export function sampleFaults(faults: readonly Fault[], seed: string, count: number): Fault[] {
  return faults
    .map((fault) => ({ fault, rank: createHash('sha256').update(`${seed}\n${fault.check}\n${fault.fault}`).digest('hex') }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .slice(0, count)
    .map(({ fault }) => fault)
}
