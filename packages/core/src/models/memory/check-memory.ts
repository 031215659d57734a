import { routerError } from '../../errors.ts'
import type { Model } from '../model.ts'
import { estimateMemory } from './estimate-memory.ts'
import { readAvailableMemory } from './read-available-memory.ts'

/**
 * Refuses a model that cannot fit into the memory that is left, before it is loaded: otherwise the kernel would end a process,
 * and not always that one. Throws `memory_insufficient` with both figures and with what would fit.
 */
export function checkMemory(model: Model, slots: number, availableBytes: number = readAvailableMemory()): void {
  const { gguf, contextSize } = model
  const need = (tokens: number, count: number) =>
    estimateMemory(gguf, { contextSize: tokens, slots: count, speculation: model.speculation }).totalBytes
  const neededBytes = need(contextSize, slots)
  if (neededBytes <= availableBytes) return
  const fits = (tokens: number, count: number) => need(tokens, count) <= availableBytes
  throw routerError('memory_insufficient', {
    model: model.id,
    neededBytes,
    availableBytes,
    slots,
    contextSize,
    fittingSlots: largest(slots - 1, (count) => fits(contextSize, count)),
    // Contexts are taken in steps of 256 tokens anyway; fewer are of no use to anybody.
    fittingContextSize: 256 * largest(Math.ceil(contextSize / 256) - 1, (steps) => fits(256 * steps, slots)),
    fittingWeightsBytes: Math.max(0, gguf.fileBytes - (neededBytes - availableBytes)),
  })
}

/** The largest number from 1 to `most` that fits, by halving; 0 when none does. */
function largest(most: number, fits: (number: number) => boolean): number {
  let [low, high] = [0, most]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (fits(middle)) low = middle
    else high = middle - 1
  }
  return low
}
