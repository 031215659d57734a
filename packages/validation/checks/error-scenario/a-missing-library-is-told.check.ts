import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { repositoryRoot } from '../../src/base/repository-root.ts'
import { check } from '../../src/checks/check.ts'
import { readDocsAnchors } from '../../src/error-cases/error-case.ts'
import { expectContract } from '../../src/error-cases/expect-contract.ts'
import { seenInAnswer } from '../../src/error-cases/seen-error.ts'

/** An empty disk where the files of llama.cpp's libraries lie, for one process tree alone. */
const hideFolder = (folder: string) => [
  'unshare',
  '-rm',
  'sh',
  '-c',
  'mount -t tmpfs -o size=100k tmpfs "$0" || exit 97; exec "$@"',
  folder,
]

check(
  {
    supports: ['error-tests', 'error-experience'],
    promise:
      'Where the library of llama.cpp is missing, a request is told its name and the command that brings it, and the server serves on',
    timeoutMs: 90_000,
  },
  async ({ servers, weights, temporaryFolder, evidence, skip }) => {
    if (process.platform !== 'linux') skip('Mount namespaces exist on Linux only.')
    const folder = librariesFolder()
    const prefix = hideFolder(folder)
    try {
      const [file = '', ...rest] = prefix
      execFileSync(file, [...rest, 'true'], { stdio: 'pipe', timeout: 10_000 })
    } catch {
      skip('The kernel refuses a mount namespace.')
    }
    const ask = { body: { model: weights.id, prompt: 'Hi', max_tokens: 1 } }
    const server = await servers.start({ prefix })
    const answer = await server.request('/v1/completions', ask)
    const again = await server.request('/v1/completions', ask)
    const health = await server.request('/livez')
    const whole = await servers.start()
    const mended = await whole.request('/v1/completions', ask)
    const trial = {
      title: 'a library that is missing',
      code: 'library_unusable' as const,
      seen: seenInAnswer(answer),
      again: seenInAnswer(again),
      mended: mended.status === 200 && health.status === 200,
      log: server.stderr(),
    }
    evidence.json('trial', { ...trial, log: undefined })
    expectContract([trial], temporaryFolder, await readDocsAnchors(server))
  },
)

/** Where the package of this platform keeps its libraries. */
function librariesFolder(): string {
  const require = createRequire(join(repositoryRoot, 'packages/core/package.json'))
  const name = `${process.platform}-${process.arch}`
  return join(dirname(require.resolve(`@node-llama-cpp/${name}`)), '../bins', name)
}
