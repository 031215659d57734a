#!/usr/bin/env node
import { Command } from 'commander'
import { completion } from './commands/completion.ts'
import { models } from './commands/models.ts'
import { pull } from './commands/pull.ts'
import { serve } from './commands/serve.ts'
import { version } from './version.ts'

await new Command('honestai')
  .description('A language-model router and server that cannot go remote.')
  .version(version)
  .addCommand(serve)
  .addCommand(pull)
  .addCommand(models)
  .addCommand(completion)
  .parseAsync()
