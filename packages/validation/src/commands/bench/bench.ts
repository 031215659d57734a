import { mkdirSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { createProcessEngine, verifyModel } from '@honestai/core'
import { Command, Option } from 'commander'
import { compareSpeeds } from '../../bench/compare-speeds.ts'
import { endAllOnSignal } from '../../bench/end-all-on-signal.ts'
import { decode } from '../../bench/engine/decode.ts'
import { loadRounds } from '../../bench/engine/load-rounds.ts'
import { longPrompt } from '../../bench/engine/long-prompt.ts'
import { overhead } from '../../bench/engine/overhead.ts'
import { parentLoop } from '../../bench/engine/parent-loop.ts'
import { roofline } from '../../bench/engine/roofline.ts'
import { secondTurn } from '../../bench/engine/second-turn.ts'
import { againstLlamaServer } from '../../bench/http/against-llama-server.ts'
import { firstToken } from '../../bench/http/first-token.ts'
import { livez } from '../../bench/http/livez.ts'
import { manyStreams } from '../../bench/http/many-streams.ts'
import { throughput } from '../../bench/http/throughput.ts'
import type { Scenario } from '../../bench/scenario.ts'
import { summarise } from '../../bench/statistics/summarise.ts'
import { type BenchReport, renderBench } from '../../reporters/bench.ts'
import { resolveSubject } from '../../run/resolve-subject.ts'
import { readEnvironment } from '../../run/surroundings/read-environment.ts'
import { startServer } from '../../subject/server-process/running-server.ts'
import { benchLoadCommand } from './bench-load.ts'
import { benchReferenceCommand } from './bench-reference.ts'
import { benchTrendCommand } from './bench-trend.ts'
import { benchWeightsCommand } from './bench-weights.ts'
import { parseRounds, scenarioCommand } from './scenario-command.ts'

/** What `bench engine` measures. */
const engineScenarios: readonly Scenario[] = [decode, roofline, secondTurn, longPrompt, parentLoop, overhead, loadRounds]

/** What `bench http` measures. */
const httpScenarios: readonly Scenario[] = [throughput, firstToken, livez, manyStreams, againstLlamaServer]

/** `honestai-validate bench engine`: the engine against llama.cpp's own programs on the same file and threads. */
const benchEngineCommand = scenarioCommand(
  'engine',
  "Measure the engine against its targets and llama.cpp's own programs, in turn, on the same weights and threads.",
  engineScenarios,
)

/** `honestai-validate bench http`: the server against the engine called directly, and against llama.cpp's own server. */
const benchHttpCommand = scenarioCommand(
  'http',
  "Measure the server against its targets: over the engine called directly, a bare Fastify route, and llama.cpp's own server, in turn.",
  httpScenarios,
)

type BenchOptions = { config?: string; model?: string; rounds: number; output: string; json: boolean }

/** `honestai-validate bench`: what HTTP costs over the engine called directly, on the same weights in the same run. */
export const benchCommand = new Command('bench')
  .enablePositionalOptions()
  .hook('preAction', endAllOnSignal)
  .addCommand(benchEngineCommand)
  .addCommand(benchHttpCommand)
  .addCommand(benchLoadCommand)
  .addCommand(benchTrendCommand)
  .addCommand(benchWeightsCommand)
  .addCommand(benchReferenceCommand)
  .description('Measure the engine called directly against the same weights over HTTP, in turn, for at most a minute.')
  .addOption(new Option('--config <file>', 'measure the first chat model of this config instead of the canary').conflicts('model'))
  .option('--model <path.gguf>', 'measure these weights')
  .option('--rounds <number>', 'generations on each side', parseRounds, 40)
  .option('--output <folder>', 'where the figures go', 'reports/bench')
  .option('--json', 'print the figures as JSON', false)
  .addHelpText('after', '\nExamples:\n  $ honestai-validate bench\n  $ honestai-validate bench --model ~/qwen2.5.gguf --rounds 10')
  .action(async (options: BenchOptions) => {
    const report = await bench(options)
    const folder = resolve(options.output)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'bench.json'), `${JSON.stringify(report, null, 2)}\n`)
    writeFileSync(join(folder, 'bench.md'), renderBench(report))
    process.stdout.write(
      options.json ? `${JSON.stringify(report, null, 2)}\n` : `${renderBench(report)}\nFigures: ${relative(process.cwd(), folder)}\n`,
    )
  })

async function bench({ config: file, model: path, rounds }: BenchOptions): Promise<BenchReport> {
  const subject = await resolveSubject({ config: file, model: path })
  const model = subject.models.find(({ abilities }) => abilities.includes('chat'))
  const config = subject.config.models.find(({ id }) => id === model?.id)
  if (!model || !config) throw new Error(subject.models[0]?.problem ?? 'The subject has no model that can chat.')

  await using engine = await createProcessEngine(await verifyModel(config), { slots: config.slots })
  const source = file ? ['--config', file] : path ? ['--model', path] : []
  const server = await startServer({ arguments: source }, { chat: model.id, embed: '' })
  try {
    const { direct, http } = await compareSpeeds({ engine, server, model: model.id, rounds, maxTokens: 64, deadlineMs: 45_000 })
    return {
      at: new Date().toISOString(),
      environment: readEnvironment(),
      model: { id: model.id, sha256: model.sha256 },
      tokensPerSecond: { direct: summarise(direct.map(speed)), http: summarise(http.map(speed)) },
      firstTextMs: { direct: summarise(direct.map(first)), http: summarise(http.map(first)) },
      httpShareOfDirect: summarise(http.map((timing, round) => speed(timing) / speed(direct[round] ?? timing))),
      timings: { direct, http },
    }
  } finally {
    await server.stop()
  }
}

const speed = ({ tokensPerSecond }: { tokensPerSecond: number }) => tokensPerSecond
const first = ({ firstTextMs }: { firstTextMs: number }) => firstTextMs
