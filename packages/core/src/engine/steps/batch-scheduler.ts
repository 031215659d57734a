import type { LlamaContextSequence } from 'node-llama-cpp'
import { routerError } from '../../errors.ts'
import { chooseSlot, sharedPrefixLength } from './choose-slot.ts'
import { type MeasuredSpeed, PrefillBudget, type StepReport } from './prefill-budget.ts'
import { PrefixSharing } from './prefix-sharing.ts'
import type { SlotEnd, SlotWork } from './slot-work.ts'

type Running = {
  work: SlotWork
  ended: Promise<SlotEnd>
  /** Tokens of the prompt that the slot held when the work came to it. */
  cachedTokens: number
  steps: number
  finish: (end: SlotEnd) => void
  fail: (error: unknown) => void
}

type Slot = { sequence: LlamaContextSequence; running: Running | undefined; lastUsed: number }

/** What a loop is told, and whom it tells. */
export type BatchSchedulerOptions = {
  /** Named by errors. */
  model: string
  speed: MeasuredSpeed
  /** Called after every step. */
  onStep?: ((report: StepReport) => void) | undefined
}

/** Steps that a request is taken to need before any has ended. */
const firstGuessSteps = 64

/**
 * Advances all active slots together, one batch a step: llama.cpp is fastest when every sequence is in one batch, in
 * ascending order, and consumers that pull on their own leave some behind in each batch.
 */
export class BatchScheduler {
  readonly #model: string
  readonly #slots: Slot[]
  readonly #pace: PrefillBudget
  readonly #onStep: (report: StepReport) => void
  #looping = false
  #uses = 0
  #usualSteps = firstGuessSteps

  /** Takes all sequences of a context, in ascending order. */
  constructor(sequences: readonly LlamaContextSequence[], { model, speed, onStep = () => {} }: BatchSchedulerOptions) {
    this.#model = model
    this.#slots = sequences.map((sequence) => ({ sequence, running: undefined, lastUsed: 0 }))
    this.#pace = new PrefillBudget(speed)
    this.#onStep = onStep
  }

  /** Whether steps are under way. */
  get stepping(): boolean {
    return this.#stepping().length > 0
  }

  /** Whether one slot can copy a prompt from another. */
  get copiesPrompts(): boolean {
    return this.#slots.every(({ sequence }) => PrefixSharing.works(sequence))
  }

  /** Slots in use, those that wait for a reader among them. */
  get activeSlots(): number {
    return this.#slots.filter((slot) => slot.running).length
  }

  /** Resolves when all that runs now has ended, however it ends. */
  async rest(): Promise<void> {
    await Promise.allSettled(this.#slots.map(({ running }) => running?.ended))
  }

  /**
   * Steps until each of the works ends, which begin together. Throws `overloaded`, and begins none, when fewer slots are idle: who
   * asks for slots keeps the queue.
   */
  run(...works: SlotWork[]): Promise<SlotEnd>[] {
    if (works.length > this.#slots.length - this.activeSlots) {
      const retryAfterSeconds = Math.max(1, Math.ceil((this.#usualSteps * this.#pace.stepMs) / 1000))
      throw routerError('overloaded', { model: this.#model, waiting: 0, retryAfterSeconds })
    }
    const ends = works.map((work) => this.#begin(work))
    this.#startLooping()
    return ends
  }

  /** Goes on with what was paused, or ends it when its signal aborted. */
  wake(): void {
    if (this.stepping) this.#startLooping()
  }

  #begin(work: SlotWork): Promise<SlotEnd> {
    const { promise, resolve, reject } = Promise.withResolvers<SlotEnd>()
    const slot = this.#chooseSlot(work)
    const cachedTokens = sharedPrefixLength(slot.sequence.contextTokens, work.prompt)
    slot.lastUsed = ++this.#uses
    slot.running = { work, ended: promise, cachedTokens, steps: 0, finish: resolve, fail: reject }
    return promise
  }

  #chooseSlot({ prompt }: SlotWork): Slot {
    const states = this.#slots.map(({ sequence, running, lastUsed }) => ({
      running: running !== undefined,
      held: running ? [] : sequence.contextTokens,
      lastUsed,
    }))
    const { promptMsPerToken, stepMs } = this.#pace
    // Reading the weights once more is about half of a step.
    const index = chooseSlot(states, prompt, { promptMsPerToken, passMs: stepMs / 2, steps: this.#usualSteps })
    return this.#slots[index as number] as Slot
  }

  #startLooping(): void {
    if (this.#looping) return
    this.#looping = true
    // Who is told of a step may throw: that ends the work, and not the loop for ever.
    this.#loop().catch((error) => {
      this.#looping = false
      for (const slot of this.#slots) if (slot.running) void this.#fail(slot, slot.running, error)
    })
  }

  async #loop(): Promise<void> {
    // Requests that arrive together begin together, in one batch.
    await new Promise(setImmediate)
    for (let active = this.#stepping(); active.length > 0; active = this.#stepping()) {
      const startedMs = performance.now()
      const chunks = this.#shareOutPrompts(active)
      await Promise.all(active.map((slot) => this.#step(slot, chunks.get(slot) ?? 1)))
      const promptTokens = [...chunks.values()].reduce((sum, tokens) => sum + tokens, 0)
      const report = { durationMs: performance.now() - startedMs, slots: active.length, promptTokens }
      this.#pace.note(report)
      this.#onStep(report)
    }
    // In the same tick as the last look for work: work that came in between would wait for ever.
    this.#looping = false
  }

  // One that is left out is a gap in the batch, which costs the others a pass, but less than a token that nobody reads.
  #stepping(): Slot[] {
    return this.#slots.filter(({ running }) => running && (!running.work.paused || running.work.signal.aborted))
  }

  /**
   * How many prompt tokens each slot may bring into the next step; those that generate are not in the map. All prompts share one
   * chunk, the oldest first: each chunk more would be a longer gap in the answers that are running. 0: the slot waits.
   */
  #shareOutPrompts(active: readonly Slot[]): Map<Slot, number> {
    const prefilling = active.filter((slot) => promptTokensLeft(slot) > 0).sort((one, other) => one.lastUsed - other.lastUsed)
    let left = prefilling.length === 0 ? 0 : this.#pace.promptTokens(active.length - prefilling.length)
    return new Map(
      prefilling.map((slot) => {
        const tokens = Math.min(left, promptTokensLeft(slot))
        left -= tokens
        return [slot, tokens]
      }),
    )
  }

  async #step(slot: Slot, chunkTokens: number): Promise<void> {
    const { running, sequence } = slot
    if (!running) return
    try {
      const end = running.work.signal.aborted ? 'aborted' : chunkTokens > 0 ? await running.work.step(sequence, chunkTokens) : undefined
      if (chunkTokens > 0) running.steps += 1
      if (end === undefined) return
      await running.work.close()
      slot.running = undefined
      this.#usualSteps += (running.steps - this.#usualSteps) / 16
      running.finish(end)
    } catch (error) {
      await this.#fail(slot, running, error)
    }
  }

  async #fail(slot: Slot, { work, fail }: Running, error: unknown): Promise<void> {
    await work.close().catch(() => {})
    slot.running = undefined
    fail(error)
  }
}

/** Prompt tokens not evaluated yet, without the last, whose evaluation gives the first answer token. */
function promptTokensLeft({ running, sequence }: Slot): number {
  if (!running || (running.steps === 0 && running.work.copiesPrompt)) return 0
  const held = running.steps === 0 ? running.cachedTokens : sequence.nextTokenIndex
  return Math.max(0, running.work.prompt.length - 1 - held)
}
