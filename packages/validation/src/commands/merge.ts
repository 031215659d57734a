import { cpSync, existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { Command } from 'commander'
import { result as resultSchema } from '../base/result.ts'
import { renderConsole } from '../reporters/console.ts'
import { prepareOutputFolder } from '../run/surroundings/prepare-output-folder.ts'
import { writeReports } from '../run/surroundings/write-reports.ts'
import { readCatalogue } from '../verdict/catalogue.ts'
import { mergeResults, UnfitResults } from '../verdict/merge-results.ts'

/** `honestai-validate merge`: one report of several shards. */
export const mergeCommand = new Command('merge')
  .description('Make one report of the results of several shards.')
  .argument('<results...>', 'result.json of each shard, its evidence beside it')
  .option('--output <folder>', 'where the report goes', 'reports/merged')
  .addHelpText(
    'after',
    `
Exit codes: as those of run.

Examples:
  $ honestai-validate run --shard 1/2 --output reports/one
  $ honestai-validate run --shard 2/2 --output reports/two
  $ honestai-validate merge reports/one/result.json reports/two/result.json`,
  )
  .action((files: string[], { output }: { output: string }) => {
    try {
      process.exitCode = merge(files, resolve(output))
    } catch (error) {
      if (!(error instanceof UnfitResults)) throw error
      process.stderr.write(`${error.message}\n`)
      process.exitCode = 3
    }
  })

function merge(files: readonly string[], outputFolder: string): number {
  const results = files.map((file) => resultSchema.parse(JSON.parse(readFileSync(file, 'utf8'))))
  const merged = mergeResults(results, readCatalogue())
  prepareOutputFolder(outputFolder)
  for (const folder of files.map((file) => join(dirname(file), 'evidence')))
    if (existsSync(folder)) cpSync(folder, join(outputFolder, 'evidence'), { recursive: true })
  writeReports(outputFolder, merged)
  process.stdout.write(renderConsole(merged, relative(process.cwd(), outputFolder) || '.'))
  return merged.exitCode
}
