import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorCodes } from '@honestai/core'
import { parseHTML } from 'linkedom'
import { expect } from 'vitest'
import { repositoryRoot } from '../../src/base/repository-root.ts'
import { check } from '../../src/checks/check.ts'
import { findSiteFaults } from '../../src/docs/find-site-faults.ts'
import { runProgram } from '../../src/subject/run-program.ts'

/** What people look for by words that stand in a text and in no title. */
const wordsOfTexts = ['strace', 'tls', 'daemon', 'apparmor', 'useradd']

const docs = join(repositoryRoot, 'docs')

check(
  {
    supports: 'docs-current',
    profile: 'full',
    promise:
      'The site can be built from what is here; every link inside it leads to a page and a place that it has, its search finds every error code and what to do about it, and words that no title has, its retrospective tells what the last run found, and it loads nothing from elsewhere',
    timeoutMs: 180_000,
  },
  async ({ temporaryFolder, evidence }) => {
    const site = join(temporaryFolder, 'site')
    const lastResult = join(temporaryFolder, 'result.json')
    writeFileSync(lastResult, JSON.stringify(sampleRun))
    const typedoc = join(docs, 'node_modules/typedoc/bin/typedoc')
    const { exitCode, output } = await runProgram(process.execPath, [typedoc, '--out', site, '--lastResult', lastResult], {
      cwd: docs,
      timeout: 150_000,
    })
    evidence.text('build', `exit code ${exitCode}\n${output}`)
    expect(exitCode, output).toBe(0)
    const { searchResults, searchWords, ...report } = findSiteFaults(site)
    const codes = Object.keys(errorCodes)
    const notFound = codes.filter(
      (code) => !searchResults.some(({ name, url }) => name === code && url === `documents/Errors.html#${code}`),
    )
    evidence.json('links', {
      ...report,
      searchResults: searchResults.length,
      searchWords: searchWords.length,
      codes: codes.length,
      notFound,
    })
    expect(report.pages).toBeGreaterThan(50)
    expect(report.links).toBeGreaterThan(1_000)
    expect(report.faults).toEqual([])
    expect(notFound).toEqual([])
    expect(
      wordsOfTexts.filter((word) => !searchWords.includes(word)),
      'words that the search does not know',
    ).toEqual([])
    expect(searchWords.filter((word) => /quot;|&/.test(word))).toEqual([])
    const { document } = parseHTML(readFileSync(join(site, 'documents/Retrospective.html'), 'utf8'))
    const verdicts = document.querySelector('.tsd-page-content, .col-content')?.textContent ?? ''
    evidence.text('retrospective', verdicts)
    expect(verdicts).toMatch(/gate-honesty\s+Last result: not judged in the quick run of 2026-01-02, on commit 012345678\./)
    for (const { id, verdict, reason } of sampleRun.rows)
      expect(verdicts).toMatch(new RegExp(`${id}\\s+Last result: ${verdict} in .*: ${reason}`))
  },
)

/** A run in which one row broke and one was proven. */
const sampleRun = {
  startedAt: '2026-01-02T03:04:05.678Z',
  profile: 'quick',
  partial: null,
  subject: { kind: 'canary' },
  interrupted: null,
  environment: { commit: '0123456789abcdef', dirty: false },
  rows: [
    { id: 'crash-survival', verdict: 'broken', reason: 'failed: lifecycle/every-phase-can-be-left' },
    { id: 'backpressure', verdict: 'proven', reason: '1 check passed' },
  ],
}
