import { type Ability, type ErrorBody, loadConfig, type ModelConfig, RouterError, verifyModel } from '@honestai/core'
import { Command } from 'commander'
import { reportFailure } from '../report-failure.ts'

type Options = { config?: string; json?: boolean }

type Listing = { id: string } & ({ usable: true; abilities: readonly Ability[] } | { usable: false; error: ErrorBody['error'] })

/** `honestai models` */
export const models = new Command('models')
  .description('List the configured models and verify their weights. Exits 1 when one is not usable.')
  .option('--config <file>', 'read this YAML or JSON file')
  .option('--json', 'print JSON')
  .addHelpText(
    'after',
    `
Examples:
  honestai models
  honestai models --config honestai.yaml --json`,
  )
  .action((options: Options) => run(options).catch(reportFailure))

async function run({ config: file, json }: Options): Promise<void> {
  const config = await loadConfig({ file })
  const listings: Listing[] = []
  // One after the other: each is read whole to be hashed, and disks dislike company.
  for (const model of config.models) listings.push(await verify(model))
  process.stdout.write(json ? `${JSON.stringify(listings, null, 2)}\n` : listings.map(describe).join(''))
  if (listings.some(({ usable }) => !usable)) process.exitCode = 1
}

async function verify(model: ModelConfig): Promise<Listing> {
  try {
    const { abilities } = await verifyModel(model)
    return { id: model.id, usable: true, abilities }
  } catch (error) {
    if (!(error instanceof RouterError)) throw error
    return { id: model.id, usable: false, error: error.toBody().error }
  }
}

function describe(listing: Listing): string {
  if (listing.usable) return `${listing.id}: usable (${listing.abilities.join(', ')})\n`
  const { code, message, steps } = listing.error
  return `${listing.id}: not usable, ${code}\n  ${message}\n${steps.map((step) => `  - ${step}\n`).join('')}`
}
