import type { Engine } from '../../engine/engine.ts'
import { routerError } from '../../errors.ts'
import { processBytes } from '../../models/memory/estimate-memory.ts'
import type { Model } from '../../models/model.ts'
import type { EngineParts } from './engine-supervisor.ts'
import type { Resident } from './memory-budget.ts'
import type { Lease } from './model-manager.ts'
import { orAbort } from './or-abort.ts'
import { ReferenceCount } from './reference-count.ts'

/** Time without a use after which a vocabulary is unloaded. Chosen: it holds 160 MB, and takes a second to load again (canary, 2 busy cores). */
const keepAliveSeconds = 60

/** What one model's vocabulary is read from: the weights on disk, verified. */
export type VocabularySource = { id: string; weights: () => Promise<Model> }

/** Keeps one model's tokenizer for as long as it is used: counting tokens does not load the weights. */
export class VocabularyCache implements Resident {
  readonly id: string
  readonly #weights: () => Promise<Model>
  readonly #parts: EngineParts
  readonly #uses = new ReferenceCount(keepAliveSeconds, () => void this.evict())
  readonly #ending = new AbortController()
  #loaded: { fileIdentity: string; engine: Promise<Engine> } | undefined

  constructor({ id, weights }: VocabularySource, parts: EngineParts) {
    this.id = id
    this.#weights = weights
    this.#parts = parts
  }

  get busy(): boolean {
    return this.#uses.count > 0
  }

  get lastUse(): number {
    return this.#uses.last
  }

  /** Lends an engine that tokenizes and renders, and does nothing else. Throws what verifying and loading throw. */
  async lease(): Promise<Lease> {
    const release = this.#uses.begin()
    try {
      return { engine: await this.#ask(), [Symbol.dispose]: release }
    } catch (error) {
      release()
      throw error
    }
  }

  /** Unloads the vocabulary. */
  async evict(): Promise<void> {
    const loaded = this.#loaded
    this.#loaded = undefined
    this.#parts.budget.free(this)
    const engine = await loaded?.engine.catch(() => undefined)
    await engine?.[Symbol.asyncDispose]()
  }

  /** Ends it for good. */
  async close(): Promise<void> {
    this.#ending.abort(routerError('shutting_down', {}))
    await this.evict()
  }

  async #ask(): Promise<Engine> {
    const model = await this.#weights()
    if (this.#loaded && this.#loaded.fileIdentity !== model.fileIdentity) await this.evict()
    this.#loaded ??= { fileIdentity: model.fileIdentity, engine: this.#load(model) }
    return this.#loaded.engine
  }

  async #load(model: Model): Promise<Engine> {
    const { createEngine, budget } = this.#parts
    const { signal } = this.#ending
    try {
      await orAbort(budget.reserve(this, processBytes), signal)
      const creating = createEngine(model, { slots: 0, vocabularyOnly: true, signal })
      const engine = await orAbort(creating, signal, (late) => void late[Symbol.asyncDispose]())
      void budget.correct(this, engine.facts.memoryBytes)
      void engine.died.then(() => this.#forget(engine))
      return engine
    } catch (error) {
      this.#loaded = undefined
      budget.free(this)
      throw error
    }
  }

  async #forget(dead: Engine): Promise<void> {
    const current = await this.#loaded?.engine.catch(() => undefined)
    if (current !== dead) return
    this.#loaded = undefined
    this.#parts.budget.free(this)
  }
}
