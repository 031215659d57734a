#!/usr/bin/env node
import { Command } from 'commander'
import { acceptCommand } from './commands/accept.ts'
import { benchCommand } from './commands/bench.ts'
import { runCommand } from './commands/run.ts'

await new Command('honestai-validate')
  .description('The release gate: tries each promise of the system on the running system.')
  .addCommand(runCommand)
  .addCommand(acceptCommand)
  .addCommand(benchCommand)
  .addHelpText('after', '\nExamples:\n  $ honestai-validate run\n  $ honestai-validate run --help')
  .parseAsync()
