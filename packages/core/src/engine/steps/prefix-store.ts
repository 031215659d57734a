/** Tokens of a conversation that left its sequence, and the state of that sequence. */
export type KeptPrefix = { tokens: readonly number[]; state: Uint8Array }

/** Keeps what conversations have computed beyond their sequences, within a budget of bytes; the one used least recently goes first. */
export class PrefixStore {
  readonly #budgetBytes: number
  /** The one used last stands last. */
  #kept: KeptPrefix[] = []
  #bytes = 0

  constructor(budgetBytes: number) {
    this.#budgetBytes = budgetBytes
  }

  /** Keeps a prefix, unless a longer one with the same start is kept already or the budget is too small; shorter ones are dropped. */
  keep(prefix: KeptPrefix): void {
    if (prefix.state.length === 0 || prefix.state.length > this.#budgetBytes) return
    const isPart = (one: readonly number[], other: readonly number[]) => sharedPrefixLength(one, other) === one.length
    const longer = this.#kept.find(({ tokens }) => isPart(prefix.tokens, tokens))
    if (longer) {
      this.#use(longer)
      return
    }
    for (const kept of this.#kept.filter(({ tokens }) => isPart(tokens, prefix.tokens))) this.#drop(kept)
    this.#kept.push(prefix)
    this.#bytes += prefix.state.length
    while (this.#bytes > this.#budgetBytes) this.#drop(this.#kept[0] as KeptPrefix)
  }

  /** The kept prefix that shares most with a prompt; undefined where none shares anything. */
  find(prompt: readonly number[]): { prefix: KeptPrefix; sharedTokens: number } | undefined {
    const found = this.#kept
      .map((prefix) => ({ prefix, sharedTokens: sharedPrefixLength(prefix.tokens, prompt) }))
      .filter(({ sharedTokens }) => sharedTokens > 0)
    return found.toSorted((one, other) => other.sharedTokens - one.sharedTokens)[0]
  }

  /** The state of a kept prefix, which counts as used. */
  take(prefix: KeptPrefix): Uint8Array {
    this.#use(prefix)
    return prefix.state
  }

  /** Bytes that are kept. */
  get bytes(): number {
    return this.#bytes
  }

  #use(prefix: KeptPrefix): void {
    this.#kept = [...this.#kept.filter((kept) => kept !== prefix), prefix]
  }

  #drop(prefix: KeptPrefix): void {
    this.#kept = this.#kept.filter((kept) => kept !== prefix)
    this.#bytes -= prefix.state.length
  }
}

/** Length of the start that two token sequences share. */
export function sharedPrefixLength(one: readonly number[], other: readonly number[]): number {
  const most = Math.min(one.length, other.length)
  let length = 0
  while (length < most && one[length] === other[length]) length++
  return length
}
