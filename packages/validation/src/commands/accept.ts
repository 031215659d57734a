import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { result as resultSchema } from '../base/result.ts'
import { countChecks } from '../reporters/words/counts.ts'
import { judgeAcceptance, unprovenList } from '../verdict/judging/judge-acceptance.ts'

/** `honestai-validate accept`: what CI asks of a result while rows are still open. */
export const acceptCommand = new Command('accept')
  .description('Accept a result only if nothing is broken and exactly the listed rows are unproven.')
  .requiredOption('--result <file>', 'result.json of a run')
  .requiredOption('--unproven <file>', 'list of the rows that may be unproven, each with its reason')
  .addHelpText(
    'after',
    `
Exit codes: 0 accepted, 1 not accepted.

Example:
  $ honestai-validate accept --result reports/latest/result.json --unproven packages/validation/unproven.json`,
  )
  .action((options: { result: string; unproven: string }) => {
    const result = resultSchema.parse(read(options.result))
    const list = unprovenList.parse(read(options.unproven))
    const objections = judgeAcceptance(result, list)
    for (const objection of objections) process.stderr.write(`${objection}\n`)
    const failed = countChecks(result, 'fail') + countChecks(result, 'error')
    process.stdout.write(
      `${objections.length ? 'Not accepted' : 'Accepted'}: ${countChecks(result, 'pass')} checks passed, ${failed} failed, ${list.rows.length} rows listed as unproven.\n`,
    )
    process.exitCode = objections.length ? 1 : 0
  })

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))
