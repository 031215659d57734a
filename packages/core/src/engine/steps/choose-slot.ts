/** A slot as a choice sees it. */
export type SlotState = {
  running: boolean
  /** Tokens it holds. */
  held: readonly number[]
  /** Rises with every use. */
  lastUsed: number
}

/** What a choice costs, in milliseconds. */
export type SlotCosts = {
  promptMsPerToken: number
  /** Another pass over the weights in a step. */
  passMs: number
  /** Steps a request usually takes. */
  steps: number
}

/**
 * Chooses the idle slot that costs a prompt least, and returns its index; undefined when none is idle.
 *
 * Three things count. Tokens that the slot holds already need no prefill. Tokens of another chat that it holds are lost, which
 * matters if that chat goes on: the longer ago, the less likely. And llama.cpp takes slots into one pass over the weights only
 * while their numbers rise by one, so a gap costs each step another pass.
 */
export function chooseSlot(slots: readonly SlotState[], prompt: readonly number[], costs: SlotCosts): number | undefined {
  const passesNow = countPasses(slots.map(({ running }) => running))
  const candidates = slots.flatMap((slot, index) => {
    if (slot.running) return []
    const shared = sharedPrefixLength(slot.held, prompt)
    const lost = (slot.held.length - shared) * reuseChance(slot, slots)
    const passes = countPasses(slots.map(({ running }, other) => running || other === index)) - passesNow
    // Alone it is one pass wherever it is.
    const gapMs = passesNow === 0 ? 0 : passes * costs.passMs * costs.steps
    return [{ index, gainMs: (shared - lost) * costs.promptMsPerToken - gapMs }]
  })
  return candidates.reduce((best, candidate) => (best && best.gainMs >= candidate.gainMs ? best : candidate), candidates[0])?.index
}

/** Length of the start that two token sequences share. */
export function sharedPrefixLength(held: readonly number[], prompt: readonly number[]): number {
  const most = Math.min(held.length, prompt.length)
  let length = 0
  while (length < most && held[length] === prompt[length]) length++
  return length
}

/** Unbroken runs of slots. */
const countPasses = (running: readonly boolean[]) => running.filter((runs, index) => runs && !running[index - 1]).length

/** A guess: one half for the chat that was here last, and half of that for each one before. */
const reuseChance = (slot: SlotState, slots: readonly SlotState[]) =>
  0.5 ** (1 + slots.filter(({ running, lastUsed }) => !running && lastUsed > slot.lastUsed).length)
