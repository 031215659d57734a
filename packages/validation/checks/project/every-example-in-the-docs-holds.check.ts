import { relative } from 'node:path'
import { canaryConfig } from '@honestai/core'
import { expect } from 'vitest'
import { repositoryRoot } from '../../src/base/repository-root.ts'
import { check } from '../../src/checks/check.ts'
import { findBlockFaults } from '../../src/docs/find-block-faults.ts'
import { markdownFiles } from '../../src/docs/markdown-files.ts'
import { readMarkdown } from '../../src/docs/read-markdown.ts'
import { isExample, runExample } from '../../src/docs/run-example.ts'

check(
  {
    proves: 'docs-current',
    promise:
      'What stands in the code blocks of the docs holds: scripts, commands and options are there, configs are valid, requests and programs are answered',
    timeoutMs: 180_000,
  },
  async ({ servers, evidence }) => {
    const server = await servers.start({ config: () => canaryConfig() })
    const tried = []
    for (const file of markdownFiles(repositoryRoot)) {
      for (const block of readMarkdown(file).codeBlocks) {
        const where = `${relative(repositoryRoot, file)}:${block.line}`
        const faults = await findBlockFaults(repositoryRoot, block)
        if (faults === undefined) continue
        const end = isExample(block) ? await runExample(block, server.url) : undefined
        tried.push({ where, language: block.language, faults, end })
      }
    }
    evidence.json('blocks', tried)
    expect(tried.filter(({ faults }) => faults.length > 0)).toEqual([])
    const examples = tried.filter(({ end }) => end !== undefined)
    expect(examples.length).toBeGreaterThan(5)
    expect(examples.filter(({ end }) => end?.exitCode !== 0)).toEqual([])
  },
)
