import type { Model } from '../models/model.ts'
import type { Engine } from './engine.ts'
import type { LoadOptions } from './llama/load-weights.ts'

/**
 * Loads a model into this process, for scripts and tests: a failed assertion in llama.cpp ends the process it runs in, and nothing
 * keeps it from the network. Throws what the library throws.
 *
 * @example
 * await using engine = await createLlamaEngine(model, { slots: 1 })
 * const { length } = await engine.tokenize('What is 3 plus 4?')
 */
export async function createLlamaEngine(model: Model, options: LoadOptions): Promise<Engine> {
  // The native library is loaded by those who ask for it, not by all who import this package.
  const engine = await import('./llama/llama-engine.ts')
  return engine.createLlamaEngine(model, options)
}
