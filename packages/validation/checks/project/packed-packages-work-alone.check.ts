import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { publint } from 'publint'
import { expect } from 'vitest'
import { isInstalled, repositoryRoot } from '../../src/base/repository-root.ts'
import { check } from '../../src/checks/check.ts'
import { installPacked } from '../../src/release/packages/install-packed.ts'
import { packPackages } from '../../src/release/packages/pack-packages.ts'
import { overBudget } from '../../src/release/packages/size-budget.ts'
import { makeCopyFolder } from '../../src/run/surroundings/copy-folders.ts'
import { runProgram } from '../../src/subject/run-program.ts'
import { startServer } from '../../src/subject/server-process/running-server.ts'

/** What a newcomer writes first, in types and in values. */
const program = `import { canaryConfig, createRouter, type Router } from '@honestai/core'
import { pullWeights } from '@honestai/core/pull'
import { createFakeEngine } from '@honestai/core/testing'
import { buildServer } from '@honestai/server'
import { openApiDocument } from '@honestai/server/openapi'

const names: string[] = canaryConfig().models.map(({ id }) => id)
const make: (config: ReturnType<typeof canaryConfig>) => Router = createRouter
console.log(names.length, typeof make, typeof pullWeights, typeof createFakeEngine, typeof buildServer, (await openApiDocument()).openapi)
`

check(
  {
    supports: 'dependencies-clean',
    profile: 'full',
    promise:
      'What is published holds the built packages and nothing of tests or known faults, and weighs no more than its budget; in an empty project, with what they declare and no more, they can be imported, keep their types, and serve',
    timeoutMs: 180_000,
  },
  async ({ temporaryFolder, evidence, onTestFinished, skip }) => {
    if (!isInstalled('pnpm')) skip('pnpm, which packs, is not there.')
    const packed = await packPackages(repositoryRoot, join(temporaryFolder, 'packages'))
    const messages = []
    for (const { name, tarball } of packed) {
      const found = await publint({ pack: { tarball: new Uint8Array(readFileSync(tarball)).buffer } })
      messages.push(...found.messages.map((message) => ({ name, ...message })))
    }
    const contents = await Promise.all(
      packed.map(async ({ name, tarball }) => ({
        name,
        bytes: statSync(tarball).size,
        files: (await runProgram('tar', ['tzf', tarball])).output.trim().split('\n'),
      })),
    )

    // Inside the repository, where what is linked lies.
    const project = makeCopyFolder(repositoryRoot)
    onTestFinished(() => rmSync(project, { recursive: true }))
    installPacked(packed, project, repositoryRoot)
    writeFileSync(join(project, 'package.json'), '{ "type": "module" }\n')
    writeFileSync(join(project, 'program.ts'), program)
    const imported = await runProgram(process.execPath, ['program.ts'], { cwd: project })
    const typescript = join(repositoryRoot, 'node_modules/typescript/bin/tsc')
    const options = [
      '--ignoreConfig',
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      '--module',
      'nodenext',
      '--target',
      'esnext',
      '--types',
      '',
    ]
    const typed = await runProgram(process.execPath, [typescript, ...options, 'program.ts'], { cwd: project })
    const server = await startServer({ main: join(project, 'node_modules/@honestai/server/dist/main.js') }, { chat: 'canary', embed: '' })
    onTestFinished(() => server.kill())
    const answer = await server.chat('What is the capital of France?', { max_tokens: 16, temperature: 0 })
    const page = await server.request('/')
    evidence.json('packages', { messages, contents, imported, typed, answer, page: page.status })

    expect(messages).toEqual([])
    expect(overBudget(contents)).toEqual([])
    for (const { name, files } of contents) {
      expect(files.length, name).toBeGreaterThan(2)
      expect(
        files.filter((file) => /\.test\.|__fixtures__|known-faults|\/(src|checks)\//.test(file)),
        name,
      ).toEqual([])
    }
    expect(imported).toEqual({ exitCode: 0, output: '2 function function function function 3.1.0\n' })
    expect(typed).toEqual({ exitCode: 0, output: '' })
    expect(answer.text).toContain('Paris')
    expect(page.status).toBe(200)
  },
)
