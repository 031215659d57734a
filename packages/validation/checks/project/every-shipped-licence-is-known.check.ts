import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { repositoryRoot } from '../../src/base/repository-root.ts'
import { check } from '../../src/checks/check.ts'
import { findLicenceFaults } from '../../src/release/licences/find-licence-faults.ts'
import { listLicences } from '../../src/release/licences/list-licences.ts'

check(
  {
    supports: 'dependencies-clean',
    promise: 'Everything that is installed with the published packages has a licence that goes with Apache-2.0, and stands in the list',
  },
  async ({ evidence, skip }) => {
    const packages = await listLicences(repositoryRoot).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') skip('pnpm, which knows the licences, is not there.')
      throw error
    })
    evidence.json('packages', packages)
    expect(packages.length).toBeGreaterThan(50)
    expect(findLicenceFaults(packages, readFileSync(join(repositoryRoot, 'docs/licences.md'), 'utf8'))).toEqual([])
  },
)
