import type { EngineFacts } from '../engine/engine.ts'
import { estimateMemory } from '../models/estimate-memory.ts'
import type { Model } from '../models/model.ts'

/** A load as far as it tells what the next one needs. */
type Measured = { fileIdentity: string; facts: EngineFacts }

/** Memory a model needs, in bytes: what it used when it was last loaded from these files, otherwise an estimate. */
export function memoryNeed(model: Model, slots: number, lastLoad: Measured | undefined): number {
  if (lastLoad?.fileIdentity === model.fileIdentity) return lastLoad.facts.memoryBytes
  return estimateMemory(model.gguf, { contextTokens: model.contextTokens, slots, speculation: model.speculation }).totalBytes
}
