import { mkdirSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import { exitCodeOf, type JudgedFigure, runScenarios } from '../../bench/run-scenarios.ts'
import type { Scenario } from '../../bench/scenario.ts'
import { showStatus } from '../../bench/show-status.ts'
import { type FiguresReport, renderFigures } from '../../reporters/bench-figures.ts'
import { readEnvironment } from '../../run/surroundings/read-environment.ts'

type Options = { model?: string; rounds?: number; scenario?: string[]; output: string; json: boolean }

/** A command that measures scenarios against their targets. */
export function scenarioCommand(name: string, description: string, scenarios: readonly Scenario[]): Command {
  const ids = scenarios.map(({ id }) => id)
  return new Command(name)
    .description(description)
    .option(
      '--model <weights>',
      'canary, qwen2.5-0.5b, qwen2.5-1.5b, or the path of a GGUF file; by default what each scenario is meant for',
    )
    .option('--rounds <number>', 'rounds of each side, in turn; by default some minutes in all', parseRounds)
    .addOption(new Option('--scenario <id...>', 'only these').choices(ids))
    .option('--output <folder>', 'where the figures go', 'reports/bench')
    .option('--json', 'print the figures as JSON', false)
    .addHelpText(
      'after',
      `
Scenarios:
${scenarios.map(({ id, about }) => `  ${id.padEnd(16)}${about}`).join('\n')}

Exit codes: 0 every target reached, 1 a target missed, 2 a target that could not be measured here.

Examples:
  $ pnpm bench ${name}
  $ pnpm bench ${name} --scenario ${ids[0]} --rounds 15
  $ pnpm bench ${name} --model ~/qwen2.5.gguf`,
    )
    .action(async ({ model, rounds, scenario, output, json }: Options) => {
      const status = showStatus()
      const figures: JudgedFigure[] = []
      const chosen = scenarios.filter(({ id }) => scenario?.includes(id) ?? true)
      for await (const figure of runScenarios({ scenarios: chosen, model, rounds, status })) {
        figures.push(figure)
        status.say(`${figure.verdict}: ${figure.name} (${figure.model})`)
      }
      const report: FiguresReport = {
        title: `Bench: ${name}`,
        at: new Date().toISOString(),
        environment: readEnvironment(),
        figures,
        exitCode: exitCodeOf(figures),
      }
      const folder = resolve(output)
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(report, null, 2)}\n`)
      writeFileSync(join(folder, `${name}.md`), renderFigures(report))
      process.stdout.write(
        json ? `${JSON.stringify(report, null, 2)}\n` : `${renderFigures(report)}\nFigures: ${relative(process.cwd(), folder)}\n`,
      )
      process.exitCode = report.exitCode
    })
}

/** Reads a whole number above 0. */
export function parseRounds(text: string): number {
  const rounds = Number(text)
  if (!Number.isInteger(rounds) || rounds < 1) throw new InvalidArgumentError('Expected a whole number above 0.')
  return rounds
}
