import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { Command } from 'commander'
import { result as resultSchema } from '../base/result.ts'
import { arrangeSideBySide } from '../reporters/side-by-side/side-by-side.ts'
import { renderSideBySideHtml } from '../reporters/side-by-side/side-by-side-html.ts'
import { renderSideBySideMarkdown } from '../reporters/side-by-side/side-by-side-markdown.ts'

/** `honestai-validate compare`: several servers, promise by promise. */
export const compareCommand = new Command('compare')
  .description('Lay several results side by side, promise by promise, with their evidence.')
  .argument('<results...>', 'result.json of each run')
  .option('--output <folder>', 'where comparison.html, comparison.md and comparison.json go', 'reports/comparison')
  .addHelpText(
    'after',
    `
Exit codes: 0 compared, 3 a result cannot be read.

Examples:
  $ honestai-validate run --target-command 'honestai serve --port {port}' --output reports/ours
  $ honestai-validate run --target http://127.0.0.1:8080 --target-profile llama.cpp --output reports/theirs
  $ honestai-validate compare reports/ours/result.json reports/theirs/result.json`,
  )
  .action((files: string[], { output }: { output: string }) => {
    const folder = resolve(output)
    try {
      const named = files.map((file) => ({ result: readResult(file), folder: relative(folder, dirname(resolve(file))) || '.' }))
      const arranged = arrangeSideBySide(named)
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, 'comparison.json'), `${JSON.stringify(arranged, null, 2)}\n`)
      writeFileSync(join(folder, 'comparison.md'), renderSideBySideMarkdown(arranged))
      writeFileSync(join(folder, 'comparison.html'), renderSideBySideHtml(arranged))
      process.stdout.write(`${renderSideBySideMarkdown(arranged)}\nComparison: ${relative(process.cwd(), folder) || '.'}/comparison.html\n`)
    } catch (error) {
      if (!(error instanceof UnreadableResult)) throw error
      process.stderr.write(`${error.message}\n`)
      process.exitCode = 3
    }
  })

class UnreadableResult extends Error {}

function readResult(file: string) {
  try {
    return resultSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    throw new UnreadableResult(`${file} is no result of a run that can be read: ${(error as Error).message}`)
  }
}
