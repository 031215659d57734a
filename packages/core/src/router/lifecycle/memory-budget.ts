import type { EngineFacts } from '../../engine/engine.ts'
import { routerError } from '../../errors.ts'
import { estimateMemory } from '../../models/memory/estimate-memory.ts'
import type { Model } from '../../models/model.ts'

/** A model as far as the memory budget needs it. */
export type Resident = {
  readonly id: string
  /** Whether unloading it now would take its engine from a request or a load. */
  readonly busy: boolean
  /** Rises with each use. */
  readonly lastUse: number
  evict(): Promise<void>
}

/** Shares a budget of memory among loaded models: the least recently used idle ones make room for one that is loaded. */
export class MemoryBudget {
  readonly #budgetBytes: number
  readonly #bytesOf = new Map<Resident, number>()
  /** Those that have their place and are still being loaded. */
  readonly #loading = new Set<Resident>()
  #turn: Promise<unknown> = Promise.resolve()

  constructor(budgetBytes = Number.POSITIVE_INFINITY) {
    this.#budgetBytes = budgetBytes
  }

  /** Throws `model_exceeds_memory_budget` for what would not fit even alone. */
  check(model: string, neededBytes: number): void {
    if (neededBytes > this.#budgetBytes)
      throw routerError('model_exceeds_memory_budget', { model, neededBytes, budgetBytes: this.#budgetBytes })
  }

  /** Whether a model would fit without unloading another. */
  hasRoom(resident: Resident, neededBytes: number): boolean {
    return this.#sum((other) => other !== resident) + neededBytes <= this.#budgetBytes
  }

  /**
   * Makes room for a model, and counts it as there. Throws `model_exceeds_memory_budget`, and `memory_budget_exceeded`
   * when busy models hold what it needs; then nothing was unloaded. `check` may refuse what the machine has no memory for: it
   * is told how much others that are still being loaded will take.
   */
  reserve(resident: Resident, neededBytes: number, check: (loadingBytes: number) => void = () => {}): Promise<void> {
    return this.#inTurn(async () => {
      this.check(resident.id, neededBytes)
      const idleBytes = this.#sum((other) => other !== resident && !other.busy)
      const busyBytes = this.#sum((other) => other !== resident) - idleBytes
      if (busyBytes + neededBytes > this.#budgetBytes) {
        throw routerError('memory_budget_exceeded', { model: resident.id, neededBytes, budgetBytes: this.#budgetBytes, busyBytes })
      }
      this.#bytesOf.set(resident, neededBytes)
      await this.#makeRoom(resident)
      try {
        check(this.#sum((other) => other !== resident && this.#loading.has(other)))
      } catch (error) {
        this.free(resident)
        throw error
      }
      this.#loading.add(resident)
    })
  }

  /** Notes what a loaded model really uses, and makes room where that is more than was thought. */
  correct(resident: Resident, usedBytes: number): Promise<void> {
    this.#bytesOf.set(resident, usedBytes)
    this.#loading.delete(resident)
    return this.#inTurn(() => this.#makeRoom(resident))
  }

  free(resident: Resident): void {
    this.#bytesOf.delete(resident)
    this.#loading.delete(resident)
  }

  // One at a time: two loads that evict at once would each count on the room of the other.
  #inTurn(action: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(action)
    this.#turn = done.catch(() => {})
    return done
  }

  async #makeRoom(wanted: Resident): Promise<void> {
    while (this.#sum(() => true) > this.#budgetBytes) {
      const idle = [...this.#bytesOf.keys()].filter((other) => other !== wanted && !other.busy)
      const [oldest] = idle.sort((a, b) => a.lastUse - b.lastUse)
      if (!oldest) return
      await oldest.evict()
    }
  }

  #sum(counts: (resident: Resident) => boolean): number {
    return [...this.#bytesOf].reduce((sum, [resident, bytes]) => (counts(resident) ? sum + bytes : sum), 0)
  }
}

/** A load as far as it tells what the next one needs. */
type Measured = { fileIdentity: string; facts: EngineFacts }

/** Memory a model needs, in bytes: what it used when it was last loaded from these files, otherwise an estimate. */
export function memoryNeed(model: Model, slots: number, lastLoad: Measured | undefined): number {
  if (lastLoad?.fileIdentity === model.fileIdentity) return lastLoad.facts.memoryBytes
  return estimateMemory(model.gguf, { contextSize: model.contextSize, slots, speculation: model.speculation }).totalBytes
}
