import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { check } from '../../src/check.ts'
import { checklist } from '../../src/checklist.ts'
import { repositoryRoot } from '../../src/repository-root.ts'

check(
  {
    supports: 'docs-current',
    promise: 'Every row of the checklist has its place in docs/retrospective.md, and every place there is a row',
  },
  async ({ evidence }) => {
    const file = join(repositoryRoot, 'docs/retrospective.md')
    const anchors = existsSync(file) ? [...readFileSync(file, 'utf8').matchAll(/<a id="([\w-]+)">/g)].map(([, id = '']) => id) : []
    const rows = checklist.map(({ id }) => id as string)
    evidence.json('anchors', { anchors, rows })
    expect(
      rows.filter((row) => !anchors.includes(row)),
      'rows without an anchor',
    ).toEqual([])
    expect(
      anchors.filter((anchor) => !rows.includes(anchor)),
      'anchors without a row',
    ).toEqual([])
  },
)
