import { inspectModels, loadConfig, type ModelReport } from '@honestai/core'
import { Command } from 'commander'
import { configOption } from '../config-option.ts'
import { describeModel } from '../describe-model.ts'
import { reportFailure } from '../report-failure.ts'

type Options = { config?: string; model?: string; json?: boolean }

/** `honestai models` */
export const models = new Command('models')
  .description('List the configured models, verify their weights and tell what memory they need. Exits 1 when one is not usable.')
  .addOption(configOption())
  .option('--model <file>', 'look at this GGUF file [HONESTAI_MODEL]')
  .option('--json', 'print JSON')
  .addHelpText(
    'after',
    `
Nothing is loaded, and nobody is asked: it looks at the files on this machine.

Examples:
  honestai models
  honestai models --model ./qwen2.5-0.5b-instruct.gguf
  honestai models --config honestai.yaml --json`,
  )
  .action((options: Options) => run(options).catch(reportFailure))

async function run({ config: file, model, json }: Options): Promise<void> {
  const reports = await inspectModels(await loadConfig({ file, model }))
  const listings = reports.map((report) => ({ ...report, usable: !isUnusable(report) }))
  process.stdout.write(json ? `${JSON.stringify(listings, null, 2)}\n` : reports.map(describeModel).join('\n'))
  if (reports.some(isUnusable)) process.exitCode = 1
}

const isUnusable = ({ error }: ModelReport) => error !== null
