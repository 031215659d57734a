import type { LlamaContextSequence, SequenceEvaluateOptions, Token } from 'node-llama-cpp'

/** One generation in a slot. */
export type StepJob = {
  prompt: Token[]
  sampling: SequenceEvaluateOptions
  signal: AbortSignal
  /** Called once, when the slot is chosen: how many prompt tokens it held already. */
  onStart: (cachedTokens: number) => void
  /** Called for each new token; says whether to go on. */
  onToken: (token: Token) => 'continue' | 'stop'
}

/** How a generation ended: the model said so, the consumer said so, or its signal aborted. */
export type StepEnd = 'model-stopped' | 'consumer-stopped' | 'aborted'

type Generator = ReturnType<LlamaContextSequence['evaluate']>

type Running = StepJob & {
  /** Prompt tokens not evaluated yet. */
  remaining: Token[]
  started: boolean
  generator: Generator | undefined
  finish: (end: StepEnd) => void
  fail: (error: unknown) => void
}

type Slot = { sequence: LlamaContextSequence; running: Running | undefined }

// Prompt tokens in one step: few while others generate, so that they do not stall, more when alone. In between lies
// the time a cancelled prompt takes to leave.
const chunkTokensBesideOthers = 64
const chunkTokensAlone = 128

/**
 * Advances all active slots together, one batch a step: llama.cpp is fastest when every sequence is in one batch, in
 * ascending order, and consumers that pull on their own leave some behind in each batch.
 */
export class StepLoop {
  readonly #slots: Slot[]
  #looping = false

  /** Takes all sequences of a context, in ascending order. */
  constructor(sequences: readonly LlamaContextSequence[]) {
    this.#slots = sequences.map((sequence) => ({ sequence, running: undefined }))
  }

  get activeSlots(): number {
    return this.#slots.filter((slot) => slot.running).length
  }

  /** Generates until an end. The caller makes sure that a slot is idle. */
  run(job: StepJob): Promise<StepEnd> {
    const { promise, resolve, reject } = Promise.withResolvers<StepEnd>()
    const slot = this.#chooseSlot(job.prompt)
    slot.running = { ...job, remaining: job.prompt, started: false, generator: undefined, finish: resolve, fail: reject }
    this.#startLooping()
    return promise
  }

  // The longest shared prefix saves the most work; among equals the lowest, which keeps batches free of gaps.
  #chooseSlot(prompt: Token[]): Slot {
    const idle = this.#slots.filter((slot) => !slot.running)
    const shared = idle.map((slot) => sharedPrefixLength(slot.sequence.contextTokens, prompt))
    const chosen = idle[shared.indexOf(Math.max(...shared))]
    if (!chosen) throw new Error('The step loop was given more generations than it has slots.')
    return chosen
  }

  #startLooping(): void {
    if (this.#looping) return
    this.#looping = true
    void this.#loop().finally(() => {
      this.#looping = false
    })
  }

  async #loop(): Promise<void> {
    for (let active = this.#active(); active.length > 0; active = this.#active()) {
      const chunkTokens = active.length === 1 ? chunkTokensAlone : chunkTokensBesideOthers
      await Promise.all(active.map((slot) => this.#step(slot, chunkTokens)))
    }
  }

  #active(): Slot[] {
    return this.#slots.filter((slot) => slot.running)
  }

  async #step(slot: Slot, chunkTokens: number): Promise<void> {
    const { running, sequence } = slot
    if (!running) return
    try {
      const end = running.signal.aborted ? 'aborted' : await advance(sequence, running, chunkTokens)
      if (end === undefined) return
      await running.generator?.return()
      slot.running = undefined
      running.finish(end)
    } catch (error) {
      slot.running = undefined
      running.fail(error)
    }
  }
}

async function advance(sequence: LlamaContextSequence, running: Running, chunkTokens: number): Promise<StepEnd | undefined> {
  if (!running.started) await reusePrefix(sequence, running)
  // The last prompt token starts the generator: its evaluation gives the first answer token.
  if (running.remaining.length > 1) {
    const chunk = running.remaining.slice(0, Math.min(chunkTokens, running.remaining.length - 1))
    running.remaining = running.remaining.slice(chunk.length)
    await sequence.evaluateWithoutGeneratingNewTokens(chunk)
    return undefined
  }
  running.generator ??= sequence.evaluate(running.remaining, running.sampling)
  const { value, done } = await running.generator.next()
  if (done || value === undefined) return 'model-stopped'
  return running.onToken(value) === 'stop' ? 'consumer-stopped' : undefined
}

async function reusePrefix(sequence: LlamaContextSequence, running: Running): Promise<void> {
  running.started = true
  await sequence.adaptStateToTokens(running.prompt.slice(0, -1), false)
  const cachedTokens = sequence.nextTokenIndex
  running.remaining = running.prompt.slice(cachedTokens)
  running.onStart(cachedTokens)
}

function sharedPrefixLength(held: readonly Token[], prompt: readonly Token[]): number {
  const most = Math.min(held.length, prompt.length)
  let length = 0
  while (length < most && held[length] === prompt[length]) length++
  return length
}
