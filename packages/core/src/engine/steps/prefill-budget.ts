import { mostChunkTokens } from '../../models/step-tokens.ts'

/**
 * One step of the loop: how long it took, how many slots took part, and how many prompt tokens it brought in. The last token of a
 * prompt is not among them: its evaluation gives the first token of the answer.
 */
export type StepReport = { durationMs: number; slots: number; promptTokens: number }

/** What is known of a model's speed before its first request. */
export type MeasuredSpeed = {
  /** A step of one generating slot. */
  stepMs: number
  promptMsPerToken: number
}

/** Share of a new measurement in the running figure. */
const weight = 0.2
/** Prompt tokens in a step that nobody else waits for take about so long: it is the time a cancelled prompt takes to leave. */
const aloneMs = 400
/** A chunk beside running answers may cost them this many of their own steps, and always this many milliseconds. */
const mostStepsBehind = 2
const unnoticedMs = 100
const fewestTokens = 16

/** Keeps how fast steps are, and tells how much of a prompt may ride in the next one. */
export class PrefillBudget {
  readonly #aloneTokens: number
  #stepMs: number
  #promptMsPerToken: number

  constructor({ stepMs, promptMsPerToken }: MeasuredSpeed) {
    this.#stepMs = stepMs
    this.#promptMsPerToken = promptMsPerToken
    // A power of two that stays the same until the model is loaded anew: how a prompt is cut can change how floats are rounded.
    this.#aloneTokens = within(2 ** Math.round(Math.log2(aloneMs / Math.max(promptMsPerToken, 1e-3))))
  }

  /** Milliseconds that a token of a prompt takes. */
  get promptMsPerToken(): number {
    return this.#promptMsPerToken
  }

  /** Milliseconds of a step in which answers grow and no prompt comes in. */
  get stepMs(): number {
    return this.#stepMs
  }

  /** How long a step with so many prompt tokens is expected to take. */
  expectedMs(promptTokens: number): number {
    return Math.max(this.#stepMs, promptTokens * this.#promptMsPerToken)
  }

  note({ durationMs, slots, promptTokens }: StepReport): void {
    if (promptTokens === 0) this.#stepMs = mix(this.#stepMs, durationMs)
    // What the other slots took is only known roughly, so a step with few prompt tokens says little about them.
    else if (promptTokens >= fewestTokens) {
      const othersMs = slots > 1 ? this.#stepMs : 0
      this.#promptMsPerToken = mix(this.#promptMsPerToken, Math.max(durationMs - othersMs, durationMs / 10) / promptTokens)
    }
  }

  /** How many prompt tokens the next step may take, with so many slots that generate in it. */
  promptTokens(generatingSlots: number): number {
    if (generatingSlots === 0) return this.#aloneTokens
    const chunkMs = Math.max(mostStepsBehind * this.#stepMs, unnoticedMs)
    return Math.min(within(Math.floor(chunkMs / Math.max(this.#promptMsPerToken, 1e-3))), this.#aloneTokens)
  }
}

const within = (tokens: number) => Math.min(Math.max(tokens, fewestTokens), mostChunkTokens)

// One step that the machine spent elsewhere must not set the pace of those after it.
const mix = (known: number, measured: number) => known + weight * (Math.min(measured, known * 4) - known)
