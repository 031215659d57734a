import { globSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { repositoryRoot } from '../../src/base/repository-root.ts'
import { check } from '../../src/checks/check.ts'
import { runProgram } from '../../src/subject/run-program.ts'

/** They ask the package manager, and a check of their own does so too. */
const asked = ['write-licence-docs.ts']

check(
  {
    proves: 'docs-current',
    promise:
      'Every command, option, key of the config, route, error, metric, alert, check, row of the checklist, known fault and field of a report stands in the reference as it is in the code, and none that is not there',
    timeoutMs: 60_000,
  },
  async ({ evidence }) => {
    const scripts = globSync('write-*-docs.ts', { cwd: join(repositoryRoot, 'scripts') }).filter((script) => !asked.includes(script))
    const pages = []
    for (const script of [...scripts, 'write-report-schemas.ts'].sort()) pages.push({ script, says: await run(script) })
    evidence.json('pages', pages)
    expect(pages.length).toBeGreaterThan(5)
    expect(pages.filter(({ says }) => says !== '')).toEqual([])
  },
)

/** What a script says of pages that are not up to date; nothing where they are. */
async function run(script: string): Promise<string> {
  const { exitCode, output } = await runProgram(process.execPath, [join('scripts', script), '--check'], { timeout: 20_000 })
  return output.trim() || (exitCode === 0 ? '' : `It ended with exit code ${exitCode}.`)
}
