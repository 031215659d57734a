import { readHubCacheFolder, readHubSettings } from '../config/environment/read-hub-settings.ts'
import type { Config, ModelConfig } from '../config/schema/config.ts'
import { parseHubSource } from '../config/schema/hub-source.ts'
import { type ErrorBody, RouterError } from '../errors.ts'
import { checkMemory } from './memory/check-memory.ts'
import { estimateMemory, type MemoryEstimate } from './memory/estimate-memory.ts'
import { readAvailableMemory } from './memory/read-available-memory.ts'
import type { Ability, Model } from './model.ts'
import { verifyModel } from './verify-model.ts'
import { readGatedMark } from './weights/gated-mark.ts'
import { repositoryFolder } from './weights/hub-cache.ts'
import { locateWeights } from './weights/locate-weights.ts'

/** What is known of one configured model without loading it. */
export type ModelReport = {
  id: string
  /** Where it comes from on a hub; null for a file of the user's own. */
  source: string | null
  /** Its files are there. */
  present: boolean
  /** Its header is sound, and its bytes are the pinned ones where a sha256 is pinned. */
  verified: boolean
  /** A sha256 is pinned, so that one changed bit would be noticed. */
  pinned: boolean
  /** Whether the hub gates its repository; null when that is not known on this machine. */
  gated: boolean | null
  /** HF_TOKEN is set; null when the model comes from no hub. Only pulling a gated model needs it. */
  tokenSet: boolean | null
  abilities: readonly Ability[]
  quantisation: string | null
  parameters: number | null
  /** What it needs when loaded, and whether that is available now; null while it cannot be read. */
  memory: (MemoryEstimate & { availableBytes: number; fits: boolean }) | null
  /** What keeps it from being used. */
  error: ErrorBody['error'] | null
  /** What works but deserves attention, each with what to do. */
  warnings: string[]
}

/**
 * Looks at every model of a config, loading none and asking nobody: present, verified, gated, memory. Models are read one
 * after the other, because each is read whole to be hashed, and disks dislike company.
 *
 * @example
 * for (const { id, error } of await inspectModels(await loadConfig())) console.log(id, error?.code ?? 'usable')
 */
export async function inspectModels(config: Pick<Config, 'models'>): Promise<ModelReport[]> {
  const reports: ModelReport[] = []
  for (const model of config.models) reports.push(await inspectModel(model))
  return reports
}

async function inspectModel(config: ModelConfig): Promise<ModelReport> {
  const { id, source = null } = config
  const hub = source === null ? { gated: null, tokenSet: null } : await readHubSide(source)
  const report: ModelReport = {
    ...{ id, source, present: false, verified: false, pinned: config.sha256 !== undefined, ...hub },
    ...{ abilities: [], quantisation: null, parameters: null, memory: null, error: null, warnings: [] },
  }
  try {
    await locateWeights(config)
    // A file that is there need not be readable; that it is missing shows when it is opened.
    report.present = true
    const model = await verifyModel(config)
    const { abilities, gguf } = model
    Object.assign(report, { verified: true, abilities, quantisation: gguf.quantisation ?? null, parameters: gguf.parameters })
    report.memory = describeMemory(model, config.slots)
    checkMemory(model, config.slots, report.memory.availableBytes)
  } catch (error) {
    if (!(error instanceof RouterError)) throw error
    if (error.code === 'weights_missing') report.present = false
    report.error = error.toBody().error
  }
  return { ...report, warnings: warningsOf(report, config) }
}

async function readHubSide(source: string): Promise<{ gated: boolean | null; tokenSet: boolean }> {
  const repository = parseHubSource(source)?.repository ?? ''
  const gated = await readGatedMark(repositoryFolder(readHubCacheFolder(), repository))
  return { gated: gated ?? null, tokenSet: readHubSettings().token !== undefined }
}

function describeMemory(model: Model, slots: number): NonNullable<ModelReport['memory']> {
  const estimate = estimateMemory(model.gguf, { contextSize: model.contextSize, slots, speculation: model.speculation })
  const availableBytes = readAvailableMemory()
  return { ...estimate, availableBytes, fits: estimate.totalBytes <= availableBytes }
}

function warningsOf(report: ModelReport, config: ModelConfig): string[] {
  const warnings = []
  if (report.verified && !report.pinned) {
    warnings.push(`The weights of ${report.id} are not pinned: set sha256 in the config, so that a changed file is noticed.`)
  }
  if (!report.present && report.source !== null && report.tokenSet === false) {
    warnings.push(`HF_TOKEN is not set: if the repository of ${report.id} is gated, pulling it will need one.`)
  }
  const { memory } = report
  if (memory?.fits && memory.totalBytes > tightShare * memory.availableBytes) {
    warnings.push(
      `${report.id} takes nearly all memory that is available: with fewer than ${config.slots} slots, or a smaller contextSize, other models fit beside it.`,
    )
  }
  return warnings
}

/** Share of the available memory from which on a model leaves no room for anything else. */
const tightShare = 0.9
