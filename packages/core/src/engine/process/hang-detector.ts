import { Watchdog } from './watchdog.ts'

/** What a call needs of its engine: steps of the model, or its vocabulary alone. */
export type CallKind = 'steps' | 'vocabulary'

/**
 * Tells when an engine hangs. Calls that take steps and calls that do not are watched apart from each other, because an engine that
 * hangs in a step still counts tokens.
 */
export class HangDetector {
  readonly #limits: Record<CallKind, HangLimit>
  readonly #watchdogs: Record<CallKind, Watchdog>

  /** `onHang` is told how long there was no progress. Steps may take longer than `noProgressMs` while they all do. */
  constructor(noProgressMs: number, onHang: (silentMs: number) => void) {
    this.#limits = { steps: new HangLimit(noProgressMs), vocabulary: new HangLimit(noProgressMs) }
    this.#watchdogs = { steps: new Watchdog(onHang), vocabulary: new Watchdog(onHang) }
  }

  /** Watches a load, which has its own limit, until it is told to rest. */
  watchLoad(limitMs: number): void {
    this.#watchdogs.steps.watch(limitMs)
  }

  /** A call of this kind, or a load, came on. */
  progress(kind: CallKind): void {
    this.#watchdogs[kind].progress()
  }

  /** A step has ended. */
  stepped(durationMs: number): void {
    this.#limits.steps.note(durationMs)
    this.progress('steps')
  }

  /** Watches as long as calls of these kinds are under way. */
  watch(underWay: ReadonlySet<CallKind>): void {
    for (const kind of ['steps', 'vocabulary'] as const) {
      if (underWay.has(kind)) this.#watchdogs[kind].watch(this.#limits[kind].ms)
      else this.#watchdogs[kind].rest()
    }
  }

  rest(): void {
    this.watch(new Set())
  }
}

/** An engine is hung when nothing happens for the time of so many of its longest steps. Chosen: others may take most of a machine amid a step. */
const hangSteps = 10
/** Of so many of its last. Chosen: one step that took long, as while the machine slept, is forgotten within seconds. */
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
