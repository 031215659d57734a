import type { Detector, Leak } from '../../leaks/leaks.ts'

/** Whether a detector caught a leak, and by what it knew it. */
export type Control = { leak: string; does: string; detector: Detector; caught: boolean; by: unknown }

export const toControl = (detector: Detector, { id, does }: Leak, caught: boolean, by: unknown): Control => ({
  leak: id,
  does,
  detector,
  caught,
  by,
})

/** A detector that misses a leak is a fault of the gate, not of the subject: what it says of the subject is worth nothing. */
export function requireCaught(controls: readonly Control[]): void {
  const missed = controls.filter(({ caught }) => !caught)
  if (controls.length === 0) throw new Error('No leak was tried.')
  if (missed.length > 0) {
    throw new Error(
      `Leaks that were not caught: ${missed.map(({ leak, detector, by }) => `${leak} by ${detector} (${JSON.stringify(by)})`).join('; ')}`,
    )
  }
}
