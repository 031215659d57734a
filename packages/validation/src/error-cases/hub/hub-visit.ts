import { mkdtempSync, readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { RouterError } from '@honestai/core'
import { pullWeights, readHubCacheFolder, readHubSettings } from '@honestai/core/pull'
import { type HubRequestKind, type LoopbackHub, type LoopbackHubOptions, startLoopbackHub } from '@honestai/core/testing'
import type { CommandEnd, CommandOptions } from '../../checks/needs/honestai.ts'
import { weightsToSpoil } from '../../subject/damaged-copy.ts'
import type { CaseContext } from '../error-case.ts'

/** Weights on a hub of the gate's own, and a machine that has none of them yet. */
export type HubVisit = {
  hub: LoopbackHub
  /** Folder of the visit; its `cache` is where pulls go. */
  folder: string
  /** Runs a command line there, with this hub as the only one it knows. */
  run: (line: string, options?: CommandOptions) => Promise<CommandEnd>
  /** Pulls by the command; in the quick profile, where no option asks for it, by the function that the command calls. */
  pull: (environment?: Record<string, string>, options?: CommandOptions) => Promise<CommandEnd>
  /** The hub behaves from now on. */
  mendHub: () => void
  source: string
}

export type VisitOptions = {
  /** What is asked of the hub; weights of the subject by default. */
  source?: string
  files?: LoopbackHubOptions['files']
  /** Takes the place of an answer when it returns true; it may send of the weights what it likes. */
  misbehave?: (kind: HubRequestKind, request: IncomingMessage, response: ServerResponse, weights: Buffer) => boolean
}

/** Starts a hub that misbehaves until it is mended. */
export async function visitHub(
  { honestai, profile, weights, temporaryFolder }: CaseContext,
  options: VisitOptions = {},
): Promise<HubVisit> {
  const { source = 'hf:owner/model', misbehave } = options
  const bytes = readFileSync(weightsToSpoil(weights).path)
  let mended = false
  const hub = await startLoopbackHub({
    files: options.files ?? { 'model.gguf': bytes },
    misbehave: (kind, request, response) => (mended ? false : (misbehave?.(kind, request, response, bytes) ?? false)),
  })
  const folder = mkdtempSync(join(temporaryFolder, 'hub-'))
  const environment = { HF_ENDPOINT: hub.endpoint, HF_HUB_CACHE: join(folder, 'cache') }
  const run = (line: string, commandOptions: CommandOptions = {}) =>
    honestai(line, { folder, ...commandOptions, environment: { ...environment, ...commandOptions.environment } })
  return {
    ...{ hub, folder, run, source },
    pull: (extra = {}, commandOptions) =>
      profile === 'quick' && !commandOptions
        ? pullHere(source, { ...environment, ...extra })
        : run(`exec honestai pull ${source}`, { ...commandOptions, environment: extra }),
    mendHub: () => {
      mended = true
    },
  }
}

export const endedWell = ({ exitCode }: CommandEnd): boolean => exitCode === 0

/** What the command comes to, without the second that a program of its own takes to start. */
async function pullHere(source: string, environment: Record<string, string>): Promise<CommandEnd> {
  try {
    await pullWeights({ source, hub: readHubSettings(environment), cacheFolder: readHubCacheFolder(environment) })
    return { exitCode: 0, stdout: '', stderr: '' }
  } catch (error) {
    if (!(error instanceof RouterError)) throw error
    return { exitCode: 1, stdout: '', stderr: JSON.stringify(error.toBody(), null, 2) }
  }
}
