import { Command } from 'commander'
import { acceptCommand } from './accept.ts'
import { benchCommand } from './bench/bench.ts'
import { compareCommand } from './compare.ts'
import { faultsCommand } from './faults.ts'
import { mergeCommand } from './merge.ts'
import { releaseCommand } from './release.ts'
import { runCommand } from './run.ts'

/** The command line of the gate. */
export const commandLine = new Command('honestai-validate')
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
