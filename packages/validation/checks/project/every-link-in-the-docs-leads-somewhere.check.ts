import { expect } from 'vitest'
import { repositoryRoot } from '../../src/base/repository-root.ts'
import { check } from '../../src/checks/check.ts'
import { findBrokenLinks } from '../../src/docs/find-broken-links.ts'
import { markdownFiles } from '../../src/docs/markdown-files.ts'

check(
  {
    proves: 'docs-current',
    promise: 'Every link inside the docs leads to a file that is there, and to a place that it has',
  },
  async ({ evidence }) => {
    const report = findBrokenLinks(repositoryRoot, markdownFiles(repositoryRoot))
    evidence.json('links', report)
    expect(report.links).toBeGreaterThan(100)
    expect(report.broken).toEqual([])
  },
)
