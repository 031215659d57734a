import { relative } from 'node:path'
import { canaryConfig } from '@honestai/core'
import { expect } from 'vitest'
import { repositoryRoot } from '../../src/base/repository-root.ts'
import { check } from '../../src/checks/check.ts'
import { markdownFiles } from '../../src/docs/markdown-files.ts'
import { type CodeBlock, readMarkdown } from '../../src/docs/read-markdown.ts'
import { fileOf, makeReadersPlace } from '../../src/docs/readers-place.ts'
import { addressed, isExample } from '../../src/docs/run-example.ts'

check(
  {
    supports: 'docs-current',
    promise: 'Whoever pastes the commands of the docs, page by page, sees them end well; a block that is not run says why, and few do',
    profile: 'full',
    timeoutMs: 1_200_000,
  },
  async ({ servers, evidence }) => {
    const server = await servers.start({ config: () => canaryConfig() })
    await using place = await makeReadersPlace(repositoryRoot)
    const ran = []
    const left = []
    let blocks = 0
    for (const file of markdownFiles(repositoryRoot)) {
      place.turnPage()
      for (const block of readMarkdown(file).codeBlocks) {
        const where = `${relative(repositoryRoot, file)}:${block.line}`
        blocks += 1
        place.write(block)
        if (block.noRun !== undefined) left.push({ where, because: block.noRun })
        else if (isRun(block)) ran.push({ where, ...(await place.run({ ...block, text: addressed(block.text, server.url) })) })
      }
    }
    evidence.json('commands', { blocks, left, ran })
    expect(ran.length).toBeGreaterThan(20)
    expect(ran.filter(({ exitCode }) => exitCode !== 0)).toEqual([])
    expect(left.length / blocks, 'share of the blocks that are not run').toBeLessThanOrEqual(0.1)
  },
)

/** Requests and programs with a client are another check's, and what is written into a file is run by the block that names it. */
const isRun = (block: CodeBlock) => ['sh', 'ts', 'js'].includes(block.language ?? '') && !isExample(block) && fileOf(block) === undefined
