import { openServer } from '../../http/open-server.ts'
import { resolveWeights } from '../../run-scenarios.ts'
import { showStatus } from '../../show-status.ts'
import type { LoadReport } from '../load-report.ts'
import type { LoadTarget } from './run-load.ts'

/** A server that is put under load. */
export type OpenTarget = LoadTarget &
  AsyncDisposable &
  Pick<LoadReport['target'], 'sha256'> & {
    /** Of one that was started here: its process, and the files of its weights. */
    own?: { pid: number; files: readonly string[] }
  }

/** One that runs already, with its model or the first that it lists; or one to start, of this repository or of a copy of it. */
type TargetChoice = { url: string; model?: string | undefined } | { model: string; slots: number; repository?: string | undefined }

/** Opens a server to put under load. Ends what it started when it is disposed of. */
export async function openTarget(choice: TargetChoice): Promise<OpenTarget> {
  if ('url' in choice) {
    const url = choice.url.replace(/\/(v1\/?)?$/, '')
    return { url, model: choice.model ?? (await firstModel(url)), sha256: null, async [Symbol.asyncDispose]() {} }
  }
  const { model, slots, repository } = choice
  const config = await resolveWeights(model, showStatus())
  const server = await openServer(config, { slots, ...(repository && { repository }) })
  return {
    url: server.url,
    model: config.id,
    sha256: config.sha256 ?? null,
    own: { pid: server.child.pid ?? 0, files: config.path === undefined ? [] : [config.path] },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

async function firstModel(url: string): Promise<string> {
  const response = await fetch(`${url}/v1/models`)
  const list = (await response.json()) as { data?: { id: string }[] }
  const [first] = list.data ?? []
  if (!first) throw new Error(`${url} lists no model. Name one with --url-model or --against-model.`)
  return first.id
}
