import { Command, InvalidArgumentError } from 'commander'
import { reportFailure } from '../report-failure.ts'

type Source = { repository: string; file: string }
type Options = { into: string; json?: boolean }

/** `honestai pull` */
export const pull = new Command('pull')
  .description('Download one weights file from a hub, verified by sha256. The only command that dials out.')
  .argument('<owner/name/file.gguf>', 'repository and file', parseSource)
  .option('--into <folder>', 'where to put it', 'models')
  .option('--json', 'print JSON')
  .addHelpText(
    'after',
    `
HF_TOKEN is needed for gated repositories only. HF_ENDPOINT names another hub. What has arrived is kept when it breaks off.

Examples:
  honestai pull Qwen/Qwen2.5-0.5B-Instruct-GGUF/qwen2.5-0.5b-instruct-q8_0.gguf
  HF_TOKEN=<token> honestai pull owner/gated-GGUF/model.gguf --into /srv/models`,
  )
  .action((source: Source, options: Options) => run(source, options).catch(reportFailure))

async function run({ repository, file }: Source, { into, json }: Options): Promise<void> {
  // Loaded here and not above, so that no other command has code in its process that can dial out.
  const { pullFile, readHubSettings } = await import('@honestai/core/pull')
  const stopping = new AbortController()
  process.once('SIGINT', () => stopping.abort())
  const pulled = await pullFile({
    repository,
    file,
    into,
    hub: readHubSettings(),
    onProgress: createProgress(),
    signal: stopping.signal,
  })
  if (json) process.stdout.write(`${JSON.stringify(pulled, null, 2)}\n`)
  else process.stdout.write(`${pulled.path} is complete and verified. In the config:\n\n${describeModel(pulled)}`)
}

function parseSource(text: string): Source {
  const [owner, name, ...path] = text.split('/')
  if (!owner || !name || path.length === 0) throw new InvalidArgumentError('Expected owner/name/file.gguf.')
  return { repository: `${owner}/${name}`, file: path.join('/') }
}

const describeModel = ({ path, sha256 }: { path: string; sha256: string }) =>
  `models:\n  - id: ${path.replace(/^.*\//, '').replace(/\.gguf$/, '')}\n    path: ${path}\n    sha256: ${sha256}\n`

/** Tells of progress on stderr: one line that changes in a terminal, a line every tenth elsewhere. */
function createProgress(): (receivedBytes: number, totalBytes: number) => void {
  let lastStep = -1
  const steps = process.stderr.isTTY ? 1000 : 10
  return (receivedBytes, totalBytes) => {
    const step = Math.floor((receivedBytes / totalBytes) * steps)
    if (step === lastStep) return
    lastStep = step
    const line = `${((receivedBytes / totalBytes) * 100).toFixed(1)} % of ${(totalBytes / 1e6).toFixed(0)} MB`
    process.stderr.write(process.stderr.isTTY ? `\r${line}${receivedBytes === totalBytes ? '\n' : ''}` : `${line}\n`)
  }
}
