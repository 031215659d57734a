import { type Config, loadConfig, routerError } from '@honestai/core'
import { Command } from 'commander'
import { configOption } from '../config-option.ts'
import { reportFailure } from '../report-failure.ts'

type Options = { config?: string; output?: string; json?: boolean }

/** `honestai pull` */
export const pull = new Command('pull')
  .description('Download weights from a hub, verified by sha256. The only command that dials out.')
  .argument('<source>', 'hf:owner/repo[@revision][/file.gguf][:quantisation], or the id of a model of the config that has a source')
  .addOption(configOption())
  .option('--output <folder>', 'put the files there, in place of the cache of the Hugging Face tools')
  .option('--json', 'print JSON')
  .addHelpText(
    'after',
    `
HF_TOKEN is needed for gated repositories only. HF_ENDPOINT names another hub, HF_HUB_CACHE another cache. What has arrived
is kept when it breaks off.

Examples:
  honestai pull hf:Qwen/Qwen2.5-0.5B-Instruct-GGUF:Q8_0
  honestai pull hf:owner/model-GGUF@main/model-Q4_K_M.gguf --output models
  honestai pull my-model --config honestai.yaml
  HF_TOKEN=<token> honestai pull hf:owner/gated-GGUF:Q4_K_M`,
  )
  .action((source: string, options: Options) => run(source, options).catch(reportFailure))

async function run(named: string, { config: file, output, json }: Options): Promise<void> {
  const source = named.startsWith('hf:') ? named : sourceOf(named, await loadConfig({ file }))
  // Loaded here and not above, so that no other command has code in its process that can dial out.
  const { pullWeights, readHubCacheFolder, readHubSettings } = await import('@honestai/core/pull')
  const { createPullProgress } = await import('../pull-progress.ts')
  const stopping = new AbortController()
  process.once('SIGINT', () => stopping.abort())
  process.once('SIGTERM', () => stopping.abort())
  const progress = createPullProgress()
  const pulled = await pullWeights({
    source,
    output,
    hub: readHubSettings(),
    cacheFolder: readHubCacheFolder(),
    onProgress: progress.show,
    signal: stopping.signal,
  }).finally(progress.stop)
  process.stdout.write(json ? `${JSON.stringify(pulled, null, 2)}\n` : describePulled(pulled, output === undefined))
}

/** The source of the model with this id. Throws `invalid_request`. */
function sourceOf(id: string, { models }: Config): string {
  const source = models.find((model) => model.id === id)?.source
  if (source !== undefined) return source
  const able = models.filter((model) => model.source !== undefined).map((model) => model.id)
  const ids = able.length > 0 ? `the id of a model with a source (${able.join(', ')})` : 'and no model of the config has a source'
  throw routerError('invalid_request', { param: 'source', problem: `expected hf:owner/repo[@revision][/file.gguf][:quantisation], ${ids}` })
}

/** What was pulled, as one reads it and pastes it. Declared here, because only this command may know the code that pulls. */
type Pulled = { source: string; files: readonly { path: string; sha256: string }[] }

function describePulled({ source, files }: Pulled, cached: boolean): string {
  const hashes = files.map(({ sha256 }) => sha256)
  const sha256 = hashes.length === 1 ? hashes[0] : `[${hashes.join(', ')}]`
  const id = (source.split('/')[1] ?? 'model').replace(/[@:].*$/, '')
  const place = cached ? `source: ${source}` : `path: ${files[0]?.path}`
  return `${source} is complete and verified. In the config:\n\nmodels:\n  - id: ${id}\n    ${place}\n    sha256: ${sha256}\n`
}
