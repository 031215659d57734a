import { routerError } from '../../errors.ts'
import { mostDraftTokens } from '../../models/step-tokens.ts'
import type { Decoder } from './decoder.ts'
import { type MeasuredSpeed, PrefillBudget, type StepReport } from './prefill-budget.ts'
import { Sequences } from './sequences.ts'
import type { SlotEnd, SlotWork } from './slot-work.ts'
import type { ThreadGovernor } from './threads/thread-governor.ts'

type Running = {
  work: SlotWork
  ended: Promise<SlotEnd>
  /** Where it is computed; undefined until its first step. */
  sequence: number | undefined
  /** Tokens that are not computed yet, and of how many of the last of them outputs are asked for. */
  pending: readonly number[]
  outputs: number
  /** Whether what is pending is of its prompt. */
  prompting: boolean
  steps: number
  finish: (end: SlotEnd) => void
  fail: (error: unknown) => void
}

/** What a loop is told, and whom it tells. */
export type BatchSchedulerOptions = {
  /** Named by errors. */
  model: string
  speed: MeasuredSpeed
  /** Bytes for what idle conversations have computed and no sequence holds any more. */
  prefixBytes: number
  /** Fits the number of threads to the machine. */
  governor?: ThreadGovernor
  /** Called after every step. */
  onStep?: ((report: StepReport) => void) | undefined
}

/** Steps that a request is taken to need before any has ended. */
const firstGuessSteps = 64
/** A step that takes longer than this is computed beside the event loop, so that messages and cancels are heard meanwhile. */
const unheardMs = 5
/** A gap between sequences that no request fills for so many steps is closed. */
const mostStepsWithGap = 3

/**
 * Advances all slots: in turns a step of all that generate, in one batch, and steps of prompts, of one at a time and as long as those that
 * generate may be kept waiting. Prompts of different lengths in one batch would be slower than one after the other, as llama.cpp cuts
 * them into pieces of equal length; so the oldest comes first, and its answer begins while the next is computed.
 */
export class BatchScheduler {
  readonly #model: string
  readonly #decoder: Decoder
  readonly #sequences: Sequences
  readonly #pace: PrefillBudget
  readonly #onStep: (report: StepReport) => void
  readonly #governor: ThreadGovernor | undefined
  /** In the order in which they came. */
  #running: Running[] = []
  #looping = false
  #usualSteps = firstGuessSteps
  #stepsWithGap = 0

  constructor(decoder: Decoder, { model, speed, prefixBytes, governor, onStep = () => {} }: BatchSchedulerOptions) {
    this.#model = model
    this.#decoder = decoder
    this.#sequences = new Sequences(decoder, prefixBytes)
    this.#pace = new PrefillBudget(speed)
    this.#onStep = onStep
    this.#governor = governor
  }

  /** Whether steps are under way. */
  get stepping(): boolean {
    return this.#stepping().length > 0
  }

  /** Slots in use, those that wait for a reader among them. */
  get activeSlots(): number {
    return this.#running.length
  }

  /** Resolves when all that runs now has ended, however it ends. */
  async rest(): Promise<void> {
    await Promise.allSettled(this.#running.map(({ ended }) => ended))
  }

  /**
   * Steps until each of the works ends, which begin together. Throws `overloaded`, and begins none, when fewer slots are idle: who
   * asks for slots keeps the queue.
   */
  run(...works: SlotWork[]): Promise<SlotEnd>[] {
    if (works.length > this.#decoder.sequences - this.activeSlots) {
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
    this.#running.push({
      work,
      ended: promise,
      sequence: undefined,
      pending: work.prompt,
      outputs: 1,
      prompting: true,
      steps: 0,
      finish: resolve,
      fail: reject,
    })
    return promise
  }

  #startLooping(): void {
    if (this.#looping) return
    this.#looping = true
    // Who is told of a step may throw: that ends the work, and not the loop for ever.
    this.#loop().catch((error) => {
      this.#looping = false
      for (const running of this.#running) this.#end(running, () => running.fail(error))
      // After a step that failed nobody knows what the sequences hold.
      this.#sequences.forget()
    })
  }

  async #loop(): Promise<void> {
    // Requests that arrive together begin together.
    await new Promise(setImmediate)
    for (let active = this.#stepping(); active.length > 0; active = this.#stepping()) {
      for (const running of active) if (running.work.signal.aborted) this.#end(running, () => running.finish('aborted'))
      await this.#generate()
      await this.#bringInPrompts()
    }
    // In the same tick as the last look for work: work that came in between would wait for ever.
    this.#looping = false
  }

  // One that is left out may be a gap in the batch, which costs the others a pass, but less than a token that nobody reads.
  #stepping(): Running[] {
    return this.#running.filter(({ work }) => !work.paused || work.signal.aborted)
  }

  async #generate(): Promise<void> {
    const generating = this.#stepping().filter(isGenerating)
    if (generating.length === 0) return
    this.#closeGaps()
    await this.#step(generating.map((running) => ({ running, tokens: running.pending.length })))
  }

  /** Steps of prompts, the oldest first, until those that generate have waited long enough. */
  async #bringInPrompts(): Promise<void> {
    const [mostAlone, mostBeside] = [0, 1].map((generating) => this.#pace.promptTokens(generating)) as [number, number]
    for (let used = 0; ; ) {
      const left = (this.#running.some(isGenerating) ? mostBeside : mostAlone) - used
      const running = this.#stepping().find((running) => !isGenerating(running) && !running.work.signal.aborted)
      if (left <= 0 || !running) return
      this.#place(running)
      // What is left of a prompt after most of it was found may be so little that it comes in with those that generate.
      if (isGenerating(running) || !this.#running.includes(running)) continue
      const tokens = Math.min(running.pending.length, left, this.#decoder.batch.capacity)
      used += tokens
      await this.#step([{ running, tokens }])
    }
  }

  #place(running: Running): void {
    if (running.sequence !== undefined) return
    const { work } = running
    const { sequence, cachedTokens } = this.#sequences.take(work.prompt)
    running.sequence = sequence
    running.pending = work.prompt.slice(cachedTokens)
    this.#guard(running, () => work.onStart(cachedTokens))
  }

  #closeGaps(): void {
    const taken = this.#running.map(({ sequence }) => sequence).filter((sequence) => sequence !== undefined)
    const hasGap = Math.max(...taken) >= taken.length
    this.#stepsWithGap = hasGap ? this.#stepsWithGap + 1 : 0
    if (this.#stepsWithGap <= mostStepsWithGap) return
    const moved = this.#sequences.closeGaps()
    for (const running of this.#running) running.sequence = moved.get(running.sequence ?? -1) ?? running.sequence
  }

  /** Computes tokens of some slots in one batch, tells each what came out, and lets the event loop in. */
  async #step(parts: readonly { running: Running; tokens: number }[]): Promise<void> {
    const startedMs = performance.now()
    const ordered = parts.toSorted((one, other) => (one.running.sequence ?? 0) - (other.running.sequence ?? 0))
    this.#decoder.batch.clear()
    const rows = ordered.map(({ running, tokens }) => this.#addTokens(running, tokens))
    const promptTokens = sum(ordered.map(({ running, tokens }) => promptTokensOf(running, tokens)))
    if (this.#pace.expectedMs(promptTokens) > unheardMs) await this.#decoder.decodeBeside()
    else this.#decoder.decode()
    for (const [index, { running, tokens }] of ordered.entries()) this.#takeOutputs(running, tokens, rows[index] ?? [])
    const report = { durationMs: performance.now() - startedMs, slots: parts.length, promptTokens }
    this.#pace.note(report)
    this.#governor?.stepped()
    this.#onStep(report)
    await new Promise(setImmediate)
  }

  /** Adds the next tokens of a slot to the batch; returns the rows of its outputs. */
  #addTokens({ sequence = 0, pending, outputs }: Running, tokens: number): number[] {
    const held = this.#sequences.held(sequence).length
    const firstOutput = pending.length - outputs
    const rows: number[] = []
    for (let index = 0; index < tokens; index++) {
      const isOutput = index >= firstOutput
      const row = this.#decoder.batch.add(pending[index] as number, held + index, sequence, isOutput)
      if (isOutput) rows.push(row)
    }
    return rows
  }

  #takeOutputs(running: Running, tokens: number, rows: readonly number[]): void {
    const { sequence = 0, pending, work } = running
    for (const token of pending.slice(0, tokens)) this.#sequences.append(sequence, token)
    running.pending = pending.slice(tokens)
    running.steps += 1
    if (running.pending.length > 0) return
    this.#guard(running, () => {
      const next = work.signal.aborted ? undefined : work.advance(rows)
      if (next === undefined) return this.#end(running, () => running.finish(work.signal.aborted ? 'aborted' : 'done'))
      this.#goOn(running, next)
    })
  }

  #goOn(running: Running, { keep, tokens, outputs }: { keep: number; tokens: readonly number[]; outputs: number }): void {
    const sequence = running.sequence ?? 0
    const lost = this.#sequences.held(sequence).slice(0, keep)
    const kept = this.#sequences.keep(sequence, keep)
    running.pending = kept === keep ? tokens : [...lost.slice(kept), ...tokens]
    running.outputs = outputs
    running.prompting = false
  }

  /** An exception in one slot ends that one alone. */
  #guard(running: Running, act: () => void): void {
    try {
      act()
    } catch (error) {
      this.#end(running, () => running.fail(error))
    }
  }

  #end(running: Running, settle: () => void): void {
    if (!this.#running.includes(running)) return
    this.#running = this.#running.filter((other) => other !== running)
    if (running.sequence !== undefined) this.#sequences.free(running.sequence)
    this.#usualSteps += (running.steps - this.#usualSteps) / 16
    running.work.close()
    settle()
  }
}

/** Whether all that it still has to compute fits into a step of those that generate. */
const isGenerating = ({ sequence, pending }: Running) => sequence !== undefined && pending.length <= 1 + mostDraftTokens

/** Prompt tokens among those of a step, without the last of a prompt, whose step gives the first token of the answer. */
const promptTokensOf = ({ prompting, pending }: Running, tokens: number) => (prompting ? Math.min(tokens, pending.length - 1) : 0)

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
