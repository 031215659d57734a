import type { Decoder } from './decoder.ts'
import { PrefixStore, sharedPrefixLength } from './prefix-store.ts'

/** To copy fewer tokens takes about as long as to compute them. */
const worthCopyingTokens = 16

type Sequence = { index: number; held: number[]; running: boolean; lastUsed: number }

/** The sequences of a context: what each holds, and which of them runs. What was computed once is found again and copied. */
export class Sequences {
  readonly #decoder: Decoder
  readonly #store: PrefixStore
  readonly #all: Sequence[]
  #uses = 0
  #canMove = true

  /** `budgetBytes`: memory for what idle conversations have computed and no sequence holds any more. */
  constructor(decoder: Decoder, budgetBytes: number) {
    this.#decoder = decoder
    this.#store = new PrefixStore(budgetBytes)
    this.#all = Array.from({ length: decoder.sequences }, (_, index) => ({ index, held: [], running: false, lastUsed: 0 }))
  }

  /**
   * Takes an idle sequence for a prompt, and brings into it the longest start of it that is held anywhere, but never all of it: its last
   * token gives the first output. There must be an idle one.
   */
  take(prompt: readonly number[]): { sequence: number; cachedTokens: number } {
    const start = prompt.slice(0, -1)
    const sharedBy = ({ held }: Sequence) => sharedPrefixLength(held, start)
    const best = longest(this.#all, sharedBy)
    const source = this.#sourceOf(start, best, sharedBy(best))
    const isOwn = !best.running && !isWorthMore(best.held.length, sharedBy(best))
    const target = isOwn ? best : leastUsed(this.#all.filter(({ running }) => !running))
    const own = sharedBy(target)
    const copies = source.shared - own >= worthCopyingTokens
    this.#save(target, own)
    if (copies) this.#put(target, source.state(), source.held)
    target.running = true
    target.lastUsed = ++this.#uses
    return { sequence: target.index, cachedTokens: this.keep(target.index, copies ? source.shared : own) }
  }

  /** Leaves a sequence idle, with what it holds. */
  free(sequence: number): void {
    this.#at(sequence).running = false
  }

  /** Tokens that a sequence holds. */
  held(sequence: number): readonly number[] {
    return this.#at(sequence).held
  }

  /** Notes a token that a step has brought in. */
  append(sequence: number, token: number): void {
    this.#at(sequence).held.push(token)
  }

  /** Keeps the first so many tokens, and says how many could be kept: these or none. */
  keep(sequence: number, tokens: number): number {
    const { held } = this.#at(sequence)
    if (held.length > tokens) held.length = this.#decoder.keep(sequence, tokens)
    return Math.min(held.length, tokens)
  }

  /** Empties all sequences. */
  forget(): void {
    for (const { index } of this.#all) this.keep(index, 0)
  }

  /**
   * Moves what runs so that no idle sequence lies between: llama.cpp takes sequences through the weights together only while their numbers
   * rise by one. Returns where each that moved is now.
   */
  closeGaps(): Map<number, number> {
    const moved = new Map<number, number>()
    for (;;) {
      const last = this.#all.findLast(({ running }) => running)
      const gap = this.#all.find(({ running }) => !running)
      if (!this.#canMove || !last || !gap || gap.index > last.index) return moved
      this.#save(gap, 0)
      this.#put(gap, this.#decoder.stateOf(last.index), last.held)
      this.#canMove = gap.held.length === last.held.length
      if (!this.#canMove) return moved
      Object.assign(gap, { running: true, lastUsed: last.lastUsed })
      last.running = false
      moved.set(last.index, gap.index)
    }
  }

  /** Where the longest start of a prompt is: in a sequence, or kept. */
  #sourceOf(start: readonly number[], best: Sequence, shared: number) {
    const kept = this.#store.find(start)
    return kept && kept.sharedTokens > shared
      ? { shared: kept.sharedTokens, held: kept.prefix.tokens, state: () => this.#store.take(kept.prefix) }
      : { shared, held: best.held, state: () => this.#decoder.stateOf(best.index) }
  }

  // A state without tokens, restored, would leave what the sequence held.
  #put(target: Sequence, state: Uint8Array, held: readonly number[]): void {
    this.keep(target.index, 0)
    if (held.length > 0 && this.#decoder.restore(target.index, state)) target.held = [...held]
  }

  /** Keeps what a sequence is about to lose, unless it is little or is held elsewhere. */
  #save(sequence: Sequence, keptTokens: number): void {
    const { held, index } = sequence
    if (held.length - keptTokens < worthCopyingTokens) return
    if (this.#all.some((other) => other !== sequence && sharedPrefixLength(other.held, held) === held.length)) return
    this.#store.keep({ tokens: [...held], state: this.#decoder.stateOf(index) })
  }

  #at(sequence: number): Sequence {
    return this.#all[sequence] as Sequence
  }
}

/** Whether what another conversation would lose is more than what this one finds: then it keeps its sequence. */
const isWorthMore = (held: number, shared: number) => held - shared > shared

const longest = (sequences: readonly Sequence[], lengthOf: (sequence: Sequence) => number) =>
  sequences.reduce((best, sequence) => {
    const [one, other] = [lengthOf(best), lengthOf(sequence)]
    return other > one || (other === one && best.running && !sequence.running) ? sequence : best
  })

/** An empty one, or the one that was used longest ago. */
const leastUsed = (sequences: readonly Sequence[]) => sequences.reduce((best, sequence) => (rank(sequence) < rank(best) ? sequence : best))

const rank = ({ held, lastUsed }: Sequence) => (held.length === 0 ? -1 : lastUsed)
