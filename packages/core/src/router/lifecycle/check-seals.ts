import { routerError } from '../../errors.ts'
import type { CreateEngine } from './engine-life.ts'

// Each stops what the other lets through: a namespace has no network but the file system's sockets, the permission binds JavaScript only.
const allSeals = ['network-namespace', 'node-permission']

/** Throws `seal_unavailable` when engines are not kept from the network by all seals there are. */
export function checkSeals(seals: readonly string[]): void {
  const missing = allSeals.filter((seal) => !seals.includes(seal))
  if (missing.length > 0) throw routerError('seal_unavailable', { missing })
}

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
