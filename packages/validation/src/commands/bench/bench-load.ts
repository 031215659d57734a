import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import { repositoryRoot } from '../../base/repository-root.ts'
import { compareBaseline, incomparable } from '../../bench/load/compare-baseline.ts'
import { compareLoads } from '../../bench/load/compare-loads.ts'
import { type LoadReport, loadReport } from '../../bench/load/load-report.ts'
import { measureLoadTimes } from '../../bench/load/measure-load-times.ts'
import { openTarget } from '../../bench/load/plan/open-target.ts'
import { usualLoad } from '../../bench/load/plan/plan-chats.ts'
import { runMixed } from '../../bench/load/plan/run-mixed.ts'
import { findKnee, type SweptLoad, sweepLoad } from '../../bench/load/plan/sweep-load.ts'
import { watchMemory } from '../../bench/load/watch-memory.ts'
import { exitCodeOf, type JudgedFigure } from '../../bench/run-scenarios.ts'
import { showStatus } from '../../bench/show-status.ts'
import { type Figure, judgeFigure } from '../../bench/statistics/figure.ts'
import { slowerSteps } from '../../faults/slower-steps.ts'
import { copyRepository } from '../../faults/trial/repository-copy.ts'
import { type FiguresReport, renderFigures } from '../../reporters/bench-figures.ts'
import { renderLoadCsv } from '../../reporters/load/load-csv.ts'
import { renderLoadMarkdown } from '../../reporters/load/load-markdown.ts'
import { readEnvironment } from '../../run/surroundings/read-environment.ts'
import { numberListOption } from '../list-option.ts'
import { parseRounds } from './scenario-command.ts'

type Options = {
  model: string
  slots: number
  url?: string
  urlModel?: string
  against?: string
  againstModel?: string
  rev?: string
  slowDown?: number
  clients: number[]
  rates: number[]
  requests: number
  promptWords: number
  answerTokens: number
  sharedWords: number
  firstTokenMs: number
  perOutputTokenMs: number
  repeat: number
  baseline?: string
  rounds: number
  threshold: number
  output: string
  json: boolean
}

/** `honestai-validate bench load`: a server under more and more clients, or beside another under the same load. */
export const benchLoadCommand = new Command('load')
  .description(
    'Measure a server by a client that times each token, under more and more clients and at arrivals by chance; or beside another server or revision, in turn.',
  )
  .option('--model <weights>', 'canary, qwen2.5-0.5b, qwen2.5-1.5b, or the path of a GGUF file', 'canary')
  .option('--slots <number>', 'slots of the server that is started', parseRounds, usualLoad.slots)
  .option('--url <url>', 'a server that runs, in place of one that is started')
  .option('--url-model <id>', 'its model; by default the first that it lists')
  .addOption(new Option('--against <url>', 'another server that talks as OpenAI’s does, measured in turn').conflicts('rev'))
  .option('--against-model <id>', 'the model of the other server; by default the first that it lists')
  .option('--rev <revision>', 'measure in turn against the server of this revision of the repository')
  .option('--slow-down <share>', 'make each step of ours longer by this share, to see whether it is noticed; with --rev', shareOption)
  .option('--clients <numbers>', 'clients at once', numberListOption)
  .option('--rates <shares>', 'arrivals by chance, as shares of what clients got', numberListOption, usualLoad.rateShares)
  .option('--requests <number>', 'requests of each load', parseRounds, usualLoad.requests)
  .option('--prompt-words <number>', 'median words of a question', parseRounds, usualLoad.shape.promptWords)
  .option('--answer-tokens <number>', 'median tokens of an answer', parseRounds, usualLoad.shape.answerTokens)
  .option('--shared-words <number>', 'words that all questions begin with', Number, usualLoad.shape.sharedWords)
  .option('--first-token-ms <number>', 'objective: first token within', Number, usualLoad.objectives.firstTokenMs)
  .option('--per-output-token-ms <number>', 'objective: then at most so much a token', Number, usualLoad.objectives.perOutputTokenMs)
  .option('--repeat <number>', 'measure the clients so many times over', parseRounds, 1)
  .addOption(
    new Option('--baseline <load.json>', 'compare with a report of the same machine, weights and load').conflicts(['against', 'rev']),
  )
  .option('--rounds <number>', 'beside another: at most so many rounds of each', parseRounds, usualLoad.comparison.rounds)
  .option(
    '--threshold <share>',
    'beside another or a baseline: share of its speed that may be lost',
    shareOption,
    usualLoad.comparison.threshold,
  )
  .option('--output <folder>', 'where the figures go', 'reports/bench')
  .option('--json', 'print the figures as JSON', false)
  .addHelpText(
    'after',
    `
Writes load.html, load.md, load.json and load.csv; beside another server, revision or baseline, compare.md and compare.json.

Exit codes beside another: 0 not slower, 1 slower by more than the threshold, 2 this machine could not tell, or what was compared is not alike.

Examples:
  $ pnpm bench load
  $ pnpm bench load --model ~/qwen2.5.gguf --clients 1,4,8 --requests 24
  $ pnpm bench load --rev main
  $ pnpm bench load --repeat 7 --output reports/release && pnpm bench load --repeat 7 --baseline reports/release/load.json
  $ pnpm bench load --url http://127.0.0.1:8080 --against http://127.0.0.1:9090`,
  )
  .action(async (given: Options) => {
    const isComparison = given.against !== undefined || given.rev !== undefined
    const options = { ...given, clients: given.clients ?? (isComparison ? usualLoad.comparison.clients : [1, 2, 4, 8, 16, 32]) }
    try {
      process.exitCode = await (isComparison ? compare(options) : sweep(options))
    } catch (error) {
      process.stderr.write(`${(error as Error).message}\n`)
      process.exitCode = 2
    }
  })

function shareOption(text: string): number {
  const share = Number(text)
  if (!(share > 0 && share < 1)) throw new InvalidArgumentError('Expected a share between 0 and 1, such as 0.1.')
  return share
}

/** Loads of a model from the disk, and as many from memory. */
const loadRounds = 3

const shapeOf = ({ promptWords, answerTokens, sharedWords }: Options) => ({ promptWords, answerTokens, sharedWords })
const objectivesOf = ({ firstTokenMs, perOutputTokenMs }: Options) => ({ firstTokenMs, perOutputTokenMs })

async function sweep(options: Options): Promise<number> {
  const status = showStatus()
  const { url, urlModel, model, slots } = options
  await using target = await openTarget(url ? { url, model: urlModel } : { model, slots })
  const { own } = target
  using memory = own && watchMemory(own.pid)
  const show = (phase: string) => {
    status.show(phase)
    memory?.enter(phase)
  }
  show('loading')
  const loadTimes = own ? await measureLoadTimes({ ...target, files: own.files }, loadRounds) : null
  const loads: SweptLoad[] = []
  const swept = sweepLoad({
    target,
    shape: shapeOf(options),
    objectives: objectivesOf(options),
    clients: Array.from({ length: options.repeat }, () => options.clients).flat(),
    rateShares: options.rates,
    requests: options.requests,
    show,
  })
  for await (const load of swept) loads.push(load)
  show('a mixed load')
  const mixed = own ? await runMixed(target, { clients: options.slots, requests: options.requests * 2 }) : null
  const points = loads.map(({ point }) => point)
  const knee = findKnee(points)?.load
  const report: LoadReport = {
    schemaVersion: 1,
    at: new Date().toISOString(),
    environment: readEnvironment(),
    target: { model: target.model, sha256: target.sha256, slots: options.url ? null : options.slots },
    shape: shapeOf(options),
    objectives: objectivesOf(options),
    points,
    kneeRequestsPerSecond: knee && 'requestsPerSecond' in knee ? knee.requestsPerSecond : null,
    loadTimes,
    memory: memory?.samples ?? null,
    mixed,
  }
  // What draws plots takes as long to load as all the rest, and every run of the gate loads this file.
  const { renderLoadHtml } = await import('../../reporters/load/load-html.ts')
  const folder = writeFiles(options.output, {
    'load.json': `${JSON.stringify(report, null, 2)}\n`,
    'load.md': renderLoadMarkdown(report),
    'load.csv': renderLoadCsv(loads),
    'load.html': renderLoadHtml(report, loads),
  })
  const baseline = options.baseline === undefined ? undefined : compareWithBaseline(options, report, options.baseline)
  say(
    options,
    baseline ?? report,
    [renderLoadMarkdown(report), `Report: ${folder}/load.html`, baseline && renderFigures(baseline)].filter(Boolean).join('\n'),
  )
  return baseline?.exitCode ?? 0
}

function compareWithBaseline({ output, threshold }: Options, report: LoadReport, file: string): FiguresReport {
  const baseline = loadReport.parse(JSON.parse(readFileSync(file, 'utf8')))
  const differences = incomparable(report, baseline)
  const figures: JudgedFigure[] =
    differences.length > 0
      ? [notMeasured(report.target.model, `Incomparable: ${differences.join(', ')} differ.`)]
      : compareBaseline(report, baseline, threshold).map(toJudged)
  return writeComparison(output, `Load beside the baseline of ${baseline.at}`, figures)
}

const toJudged = (figure: Figure): JudgedFigure => ({ ...figure, scenario: 'compare', verdict: judgeFigure(figure) })

const notMeasured = (model: string, missing: string): JudgedFigure => ({
  ...{ name: 'comparison', model, missing },
  ...{ scenario: 'compare', verdict: 'not-measured' },
})

function writeComparison(output: string, title: string, figures: JudgedFigure[]): FiguresReport {
  const report = { title, at: new Date().toISOString(), environment: readEnvironment(), figures, exitCode: exitCodeOf(figures) }
  writeFiles(output, { 'compare.json': `${JSON.stringify(report, null, 2)}\n`, 'compare.md': renderFigures(report) })
  return report
}

async function compare(options: Options): Promise<number> {
  const status = showStatus()
  status.show('starting the servers')
  using other = options.rev === undefined ? undefined : copyRepository(repositoryRoot, options.rev)
  using slower = options.slowDown === undefined ? undefined : copyRepository(repositoryRoot, options.rev)
  const measure = async (): Promise<JudgedFigure[]> => {
    const { url, urlModel, against, againstModel, model, slots } = options
    const figures: JudgedFigure[] = []
    const compared = compareLoads({
      open: {
        ours: () => openTarget(url ? { url, model: urlModel } : { model, slots, repository: slower?.folder }),
        others: () => openTarget(against ? { url: against, model: againstModel } : { model, slots, repository: other?.folder }),
      },
      name: options.rev ?? 'the other',
      shape: shapeOf(options),
      objectives: objectivesOf(options),
      clients: options.clients,
      requests: options.requests,
      rounds: options.rounds,
      threshold: options.threshold,
      show: status.show,
    })
    try {
      for await (const figure of compared) figures.push(toJudged(figure))
    } catch (error) {
      figures.push(notMeasured(urlModel ?? model, (error as Error).message))
    }
    return figures
  }
  const figures = await (slower && options.slowDown ? slower.withChanges([slowerSteps(options.slowDown)], measure) : measure())
  const report = writeComparison(options.output, `Load beside ${options.rev ?? options.against}`, figures)
  say(options, report, `${renderFigures(report)}\nFigures: ${options.output}`)
  return report.exitCode
}

function writeFiles(output: string, files: Record<string, string>): string {
  const folder = resolve(output)
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return relative(process.cwd(), folder) || '.'
}

function say({ json }: Options, report: object, text: string): void {
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : `${text}\n`)
}
