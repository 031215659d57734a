import { Command } from 'commander'
import { buildReference } from '../../bench/reference/build-reference.ts'
import { showStatus } from '../../bench/show-status.ts'

/** `honestai-validate bench reference`: what the engine is measured against. */
export const benchReferenceCommand = new Command('reference')
  .description("Build llama.cpp's own bench and server at the engine's release, from the source that comes with it. Downloads nothing.")
  .addHelpText(
    'after',
    `
Needs git, cmake and g++, takes some ten minutes on two cores, and keeps 600 MB in $XDG_CACHE_HOME/honestai, by default ~/.cache/honestai.

Example:
  $ pnpm bench reference`,
  )
  .action(async () => {
    const status = showStatus()
    try {
      const folder = await buildReference(status.show)
      status.say(`Built in ${folder}`)
    } catch (error) {
      status.say((error as Error).message)
      process.exitCode = 2
    }
  })
