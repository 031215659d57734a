/** An engine is hung when nothing happens for the time of so many of its longest steps. */
const hangSteps = 10
/** Of so many of its last. One step that took long, as while the machine slept, is forgotten again. */
const rememberedSteps = 32

/** How long an engine may show no progress: a base, and more while its steps are long. */
export class HangLimit {
  readonly #baseMs: number
  readonly #stepsMs: number[] = []

  constructor(baseMs: number) {
    this.#baseMs = baseMs
  }

  /** Notes how long a step took. */
  note(stepMs: number): void {
    this.#stepsMs.push(stepMs)
    if (this.#stepsMs.length > rememberedSteps) this.#stepsMs.shift()
  }

  get ms(): number {
    return Math.max(this.#baseMs, ...this.#stepsMs.map((stepMs) => hangSteps * stepMs))
  }
}
