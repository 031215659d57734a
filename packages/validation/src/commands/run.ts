import { join, relative, resolve } from 'node:path'
import { RouterError } from '@honestai/core'
import { Command, InvalidArgumentError, Option } from 'commander'
import { repositoryRoot } from '../base/repository-root.ts'
import { whyNotAttest } from '../release/attest/why-not-attest.ts'
import { writeAttestation } from '../release/attest/write-attestation.ts'
import { renderConsole } from '../reporters/console.ts'
import { UnusableTarget } from '../run/resolve-target.ts'
import { runGate } from '../run/run-gate.ts'
import { type Shard, UnknownSelection } from '../run/select-checks.ts'
import { showProgress } from '../run/show-progress.ts'
import { stopOnSignal } from '../run/stop-on-signal.ts'
import { UnfitProfile } from '../subject/target/profile/read-target-profile.ts'
import { runFaults } from './faults.ts'
import { listOption } from './list-option.ts'

type RunOptions = {
  config?: string
  model?: string
  target?: string
  targetCommand?: string
  targetProfile?: string
  suite?: string[]
  check?: string[]
  full: boolean
  soak?: number
  bail: boolean
  rerunFailed: boolean
  selfTest: boolean
  shard?: Shard
  output: string
  json: boolean
  attest: boolean
}

/** `honestai-validate run`: tries every promise and writes the report. */
export const runCommand = new Command('run')
  .description('Try every promise on a real server and report against the checklist.')
  .addOption(new Option('--config <file>', 'gate the models of this config instead of the canary').conflicts('model'))
  .option('--model <path.gguf>', 'gate these weights: shorthand for a config with one model')
  .addOption(
    new Option(
      '--target <url>',
      'gate a running server, whoever wrote it; its key, if it wants one, is read from HONESTAI_TARGET_KEY',
    ).conflicts(['config', 'model', 'targetCommand']),
  )
  .addOption(
    new Option('--target-command <command>', 'gate a server that this command starts, {port} where the port goes').conflicts([
      'config',
      'model',
    ]),
  )
  .option('--target-profile <file or name>', 'what is known of the target: quirks, expectations, thresholds')
  .option('--suite <names>', 'only these suites, separated by commas', listOption)
  .option('--check <ids>', 'only these checks, separated by commas', listOption)
  .option('--full', 'the profile for releases: longer, on more', false)
  .option('--soak <seconds>', 'how long a mixed load goes on; 15 seconds, and 5 minutes with --full', secondsOption)
  .option('--bail', 'stop at the first failure', false)
  .addOption(
    new Option('--rerun-failed', 'only what failed in the run whose report lies in the output folder')
      .default(false)
      .conflicts(['suite', 'check']),
  )
  .option(
    '--self-test',
    'try the gate itself instead: plant every known fault in a copy and demand that it fails; the command faults',
    false,
  )
  .option('--shard <part>', 'one of several parts, such as 1/2; `merge` makes one report of them', shardOption)
  .option('--output <folder>', 'where the report goes', 'reports/latest')
  .option('--attest', 'write a statement about what left the machine; refused on changes that are not committed', false)
  .option('--json', 'print the result as JSON on stdout, progress on stderr', false)
  .addHelpText(
    'after',
    `
Exit codes: 0 every row proven, 1 something broken, 2 something unproven, 3 the gate itself broke.

Examples:
  $ honestai-validate run                            the embedded weights, everything
  $ honestai-validate run --model ~/qwen2.5.gguf     your own weights
  $ honestai-validate run --target http://127.0.0.1:11434 --target-profile ollama
  $ honestai-validate run --target-command 'llama-server -m model.gguf --port {port}' --target-profile llama.cpp
  $ honestai-validate run --suite health,lifecycle   two suites
  $ honestai-validate run --check easy-questions-are-answered   one check
  $ honestai-validate run --check soak-leaves-nothing-behind --soak 28800   a night of mixed load`,
  )
  .action(async (options: RunOptions) => {
    process.exitCode = options.selfTest ? await runFaults(options) : await run(options)
  })

async function run(options: RunOptions): Promise<number> {
  const outputFolder = resolve(options.output)
  const terminal = options.json ? process.stderr : process.stdout
  const stop = stopOnSignal()
  try {
    const refusal = options.attest ? whyNotAttest(repositoryRoot) : undefined
    if (refusal) throw new AttestationRefused(refusal)
    const result = await runGate({
      checksFolder: join(repositoryRoot, 'packages/validation/checks'),
      outputFolder,
      config: options.config,
      model: options.model,
      target: options.target,
      targetCommand: options.targetCommand,
      targetProfile: options.targetProfile,
      suites: options.suite ?? [],
      checks: options.check ?? [],
      profile: options.full ? 'full' : 'quick',
      soakMs: options.soak === undefined ? undefined : options.soak * 1000,
      bail: options.bail,
      rerunFailed: options.rerunFailed,
      shard: options.shard,
      progressFor: (total) => showProgress(terminal, total),
      signal: stop.signal,
    })
    terminal.write(`\n${renderConsole(result, relative(process.cwd(), outputFolder) || '.')}`)
    // Looked at again: a statement about a commit holds only if the commit is what was tried.
    if (options.attest) {
      const change = whyNotAttest(repositoryRoot)
      if (change) throw new AttestationRefused(change)
      terminal.write(`Attestation: ${writeAttestation(repositoryRoot, outputFolder, result).join(', ')} beside the report.\n`)
    }
    if (options.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
    return result.exitCode
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`)
    return 3
  } finally {
    stop[Symbol.dispose]()
  }
}

class AttestationRefused extends Error {}

function explain(error: unknown): string {
  if (error instanceof RouterError) return JSON.stringify(error.toBody(), null, 2)
  if (error instanceof UnknownSelection || error instanceof UnusableTarget || error instanceof UnfitProfile) return error.message
  if (error instanceof AttestationRefused) return `Nothing is attested. ${error.message}`
  return `The gate broke: ${error instanceof Error ? error.stack : error}`
}

/** Reads a time of at least a second, and of at most a week. */
function secondsOption(text: string): number {
  const seconds = Number(text)
  if (!(seconds >= 1 && seconds <= 604_800)) throw new InvalidArgumentError('Expected a number of seconds from 1 to 604800, a week.')
  return seconds
}

/** Reads `2/3`: the second of three parts. */
function shardOption(text: string): Shard {
  const [, index = 0, count = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number)
  if (index < 1 || index > count) throw new InvalidArgumentError('Expected a part and their number, such as 1/2.')
  return { index, count }
}
