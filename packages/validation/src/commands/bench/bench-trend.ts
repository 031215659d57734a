import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { loadReport } from '../../bench/load/load-report.ts'

/** `honestai-validate bench trend`: how speed changed from run to run. */
export const benchTrendCommand = new Command('trend')
  .description('Draw the reports of `bench load` that lie in a folder, or below it, as one page of speed over time: trend.html.')
  .argument('<folder>', 'folder of reports')
  .addHelpText(
    'after',
    `
Example:
  $ pnpm bench load --output reports/history/$(date +%F)
  $ pnpm bench trend reports/history`,
  )
  .action(async (folder: string) => {
    const reports = globSync('**/*.json', { cwd: folder }).flatMap((file) => {
      const parsed = loadReport.safeParse(JSON.parse(readFileSync(join(folder, file), 'utf8')))
      return parsed.success ? [parsed.data] : []
    })
    if (reports.length === 0) {
      process.stderr.write(
        `There is no report of \`bench load\` below ${folder}. Make one with: pnpm bench load --output ${folder}/today\n`,
      )
      process.exitCode = 2
      return
    }
    const { renderTrendHtml } = await import('../../reporters/load/trend-html.ts')
    writeFileSync(join(folder, 'trend.html'), renderTrendHtml(reports))
    process.stdout.write(`${reports.length} runs: ${join(folder, 'trend.html')}\n`)
  })
