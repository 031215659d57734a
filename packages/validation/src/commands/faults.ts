import { randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { repositoryRoot } from '../base/repository-root.ts'
import { findTableGaps } from '../faults/find-table-gaps.ts'
import { knownFaults } from '../faults/known-faults.ts'
import { exitCodeOf, renderTrial, renderTrials, renderTrialsMarkdown } from '../faults/trial/trial-report.ts'
import { type Trial, tryFaults } from '../faults/trial/try-faults.ts'
import { selectChecks, UnknownSelection } from '../run/select-checks.ts'
import { stopOnSignal } from '../run/stop-on-signal.ts'
import { runVariable, sweepProcesses } from '../subject/sweep-processes.ts'
import { readCatalogue } from '../verdict/catalogue.ts'
import { listOption } from './list-option.ts'

type FaultsOptions = { check?: string[]; output: string; json: boolean }

/** `honestai-validate faults`: shows that the gate can fail. */
export const faultsCommand = new Command('faults')
  .description('Plant each known fault in a copy of this repository and demand that the gate there fails by the check that watches for it.')
  .option('--check <ids>', 'only the faults of these checks, separated by commas', listOption)
  .option('--output <folder>', 'where faults.md and faults.json go', 'reports/faults')
  .option('--json', 'print the trials as JSON on stdout, progress on stderr', false)
  .addHelpText(
    'after',
    `
Exit codes: 0 every fault caught, 1 a fault missed, 2 a fault that cannot be tried on this machine, 3 the trials themselves broke.

Examples:
  $ honestai-validate faults
  $ honestai-validate faults --check probing-loads-nothing`,
  )
  .action(async (options: FaultsOptions) => {
    process.exitCode = await runFaults(options)
  })

/** Plants faults, says what became of each, and resolves with the exit code. */
export async function runFaults({ check: checks = [], output, json }: FaultsOptions): Promise<number> {
  const terminal = json ? process.stderr : process.stdout
  using stop = stopOnSignal()
  const mark = randomUUID()
  process.env[runVariable] = mark
  try {
    const catalogue = readCatalogue()
    const selected = selectChecks(catalogue, { suites: [], checks, profile: 'full' })
    const ids = new Set(selected.map(({ id }) => id))
    const faults = knownFaults.filter(({ check }) => ids.has(check))
    const gaps = findTableGaps(faults, selected, repositoryRoot)
    const trials: Trial[] = []
    if (gaps.length === 0) {
      terminal.write(`${faults.length} faults; first their checks without any.\n`)
      const options = { faults, catalogue, root: repositoryRoot, signal: stop.signal }
      for await (const trial of tryFaults(options)) {
        trials.push(trial)
        terminal.write(`[${trials.length}/${faults.length}] ${renderTrial(trial)}\n`)
      }
    }
    const interrupted = stop.signal.aborted ? String(stop.signal.reason) : null
    const exitCode = exitCodeOf(trials, gaps, interrupted)
    terminal.write(`\n${renderTrials(trials, gaps, exitCode)}`)
    const report = `${JSON.stringify({ exitCode, interrupted, gaps, trials }, null, 2)}\n`
    mkdirSync(output, { recursive: true })
    writeFileSync(join(output, 'faults.json'), report)
    writeFileSync(join(output, 'faults.md'), renderTrialsMarkdown(trials, exitCode))
    if (json) process.stdout.write(report)
    return exitCode
  } catch (error) {
    process.stderr.write(`${error instanceof UnknownSelection ? error.message : `The trials broke: ${(error as Error).stack}`}\n`)
    return 3
  } finally {
    await sweepProcesses(mark)
  }
}
