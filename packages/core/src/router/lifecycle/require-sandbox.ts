import { routerError } from '../../errors.ts'
import type { CreateEngine } from './engine-supervisor.ts'

// Each stops what the other lets through: a namespace has no network but the file system's sockets, the permission binds JavaScript only.
const allLayers = ['network-namespace', 'node-permission']

/** Throws `sandbox_unavailable` when engines are not kept from the network by every layer of the sandbox. */
export function checkSandbox(sandbox: readonly string[]): void {
  const missing = allLayers.filter((layer) => !sandbox.includes(layer))
  if (missing.length > 0) throw routerError('sandbox_unavailable', { missing })
}

/** Makes engines as before, and ends one that a network could reach: it throws `sandbox_unavailable` in its place. */
export const requireSandbox =
  (createEngine: CreateEngine): CreateEngine =>
  async (model, options) => {
    const engine = await createEngine(model, options)
    try {
      checkSandbox(engine.facts.sandbox)
      return engine
    } catch (error) {
      await engine[Symbol.asyncDispose]()
      throw error
    }
  }
