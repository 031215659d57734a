import { checkSeals } from './check-seals.ts'
import type { CreateEngine } from './engine-life.ts'

/** Makes engines as before, and ends one that a network could reach: it throws `seal_unavailable` in its place. */
export const demandSeals =
  (createEngine: CreateEngine): CreateEngine =>
  async (model, options) => {
    const engine = await createEngine(model, options)
    try {
      checkSeals(engine.facts.seals)
      return engine
    } catch (error) {
      await engine[Symbol.asyncDispose]()
      throw error
    }
  }
