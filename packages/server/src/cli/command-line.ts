import { Command } from 'commander'
import { version } from '../version.ts'
import { completion } from './commands/completion.ts'
import { config } from './commands/config.ts'
import { models } from './commands/models.ts'
import { pull } from './commands/pull.ts'
import { serve } from './commands/serve.ts'

/** The command line of the server. */
export const commandLine = new Command('honestai')
  .description('A language-model router and server that cannot go remote.')
  .version(version)
  .addCommand(serve)
  .addCommand(pull)
  .addCommand(models)
  .addCommand(config)
  .addCommand(completion)
  .addHelpText(
    'after',
    `
Examples:
  honestai serve                                        serve the embedded canary weights
  honestai serve --model ./qwen2.5-0.5b-instruct.gguf   serve weights of your own
  honestai pull hf:owner/repository:Q8_0                fetch weights, the one command that dials out
  honestai models --config honestai.yaml                verify what a config names`,
  )
