#!/usr/bin/env node
import { Command } from 'commander'
import { acceptCommand } from './commands/accept.ts'
import { benchCommand } from './commands/bench.ts'
import { compareCommand } from './commands/compare.ts'
import { faultsCommand } from './commands/faults.ts'
import { mergeCommand } from './commands/merge.ts'
import { releaseCommand } from './commands/release.ts'
import { runCommand } from './commands/run.ts'

// A reader of our output that goes away, such as `head`, must not end a run.
for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined)

await new Command('honestai-validate')
  .description('The release gate: tries each promise of the system on the running system.')
  // Options after the name of a command are that command's, also where it has commands of its own.
  .enablePositionalOptions()
  .addCommand(runCommand)
  .addCommand(acceptCommand)
  .addCommand(mergeCommand)
  .addCommand(compareCommand)
  .addCommand(benchCommand)
  .addCommand(faultsCommand)
  .addCommand(releaseCommand)
  .addHelpText('after', '\nExamples:\n  $ honestai-validate run\n  $ honestai-validate run --help')
  .parseAsync()
