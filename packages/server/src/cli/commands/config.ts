import { configJsonSchema, environmentSettings } from '@honestai/core'
import { Argument, Command } from 'commander'

const parts = {
  schema: () => `${JSON.stringify(configJsonSchema(), null, 2)}\n`,
  environment: () =>
    `${environmentSettings()
      .map(({ name, schema }) => `${name}\n  ${schema.description}`)
      .join('\n')}\n`,
}

/** `honestai config` */
export const config = new Command('config')
  .description('Print the JSON Schema of a config file, or the variables of the environment that set its keys.')
  .addArgument(new Argument('<part>').choices(Object.keys(parts)))
  .addHelpText(
    'after',
    `
An editor completes and checks a config that names the schema in its first line:
  # yaml-language-server: $schema=honestai.schema.json

Examples:
  honestai config schema > honestai.schema.json
  honestai config environment`,
  )
  .action((part: keyof typeof parts) => void process.stdout.write(parts[part]()))
