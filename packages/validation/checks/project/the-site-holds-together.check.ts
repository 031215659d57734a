import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { errorCodes } from '@honestai/core'
import { expect } from 'vitest'
import { check } from '../../src/check.ts'
import { findSiteFaults } from '../../src/docs/find-site-faults.ts'
import { repositoryRoot } from '../../src/repository-root.ts'

const docs = join(repositoryRoot, 'docs')

check(
  {
    supports: 'docs-current',
    profile: 'full',
    promise:
      'The site can be built from what is here; every link inside it leads to a page and a place that it has, its search finds every error code and what to do about it, and it loads nothing from elsewhere',
    timeoutMs: 180_000,
  },
  async ({ temporaryFolder, evidence }) => {
    const site = join(temporaryFolder, 'site')
    const { code, output } = await build(site)
    evidence.text('build', `exit code ${code}\n${output}`)
    expect(code, output).toBe(0)
    const { searchResults, ...report } = findSiteFaults(site)
    const codes = Object.keys(errorCodes)
    const notFound = codes.filter(
      (code) => !searchResults.some(({ name, url }) => name === code && url === `documents/Errors.html#${code}`),
    )
    evidence.json('links', { ...report, searchResults: searchResults.length, codes: codes.length, notFound })
    expect(report.pages).toBeGreaterThan(50)
    expect(report.links).toBeGreaterThan(1_000)
    expect(report.faults).toEqual([])
    expect(notFound).toEqual([])
  },
)

const build = (folder: string) =>
  new Promise<{ code: number; output: string }>((resolve) => {
    const typedoc = join(docs, 'node_modules/typedoc/bin/typedoc')
    execFile(process.execPath, [typedoc, '--out', folder], { cwd: docs, timeout: 150_000 }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? -1) : 0, output: stdout + stderr }),
    )
  })
