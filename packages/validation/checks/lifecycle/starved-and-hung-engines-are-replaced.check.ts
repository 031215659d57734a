import { spawnSync } from 'node:child_process'
import { expect } from 'vitest'
import { isInstalled } from '../../src/base/repository-root.ts'
import { check } from '../../src/checks/check.ts'
import type { RunningServer } from '../../src/subject/server-process/running-server.ts'

const path = '/v1/chat/completions'

check(
  {
    supports: ['crash-survival', 'error-propagation'],
    promise:
      'An engine that gets no more memory ends its requests with a typed error and is replaced, and so, in the full profile, is one that hangs',
    timeoutMs: 120_000,
  },
  async ({ servers, weights, profile, evidence, skip }) => {
    if (process.platform !== 'linux') skip('Limits are set on running engines on Linux only.')
    if (!isInstalled('prlimit')) skip('There is no prlimit here; it comes with util-linux.')
    const server = await servers.start()
    const rounds = [{ title: 'no more memory', ...(await tryFault(server, weights.id, starve)) }]
    if (profile === 'full') rounds.push({ title: 'hangs', ...(await tryFault(server, weights.id, hang)) })
    const crashes = server.logs().filter(({ event }) => event === 'engine-crashed')
    evidence.json('rounds', { rounds, crashes })

    for (const { title, failed, next, state, replaced } of rounds) {
      expect(failed, title).toMatchObject({ code: 'engine_crashed', retryable: true })
      expect(failed?.message, 'neither a path nor a stack').not.toMatch(/\/node|0x[\da-f]{5}/)
      expect({ next, state, replaced }, title).toEqual({ next: 200, state: 'ready', replaced: true })
    }
    expect(crashes.length).toBe(rounds.length)
    expect(server.child.exitCode).toBeNull()
  },
)

/** Brings the engine into a state and asks until a request fails; then asks once more. */
async function tryFault(server: RunningServer, model: string, bring: (engine: number) => void) {
  const body = { model, messages: [{ role: 'user', content: 'the '.repeat(400) }], max_tokens: 400, temperature: 2, ignore_eos: true }
  await server.chat('Say hi.', { max_tokens: 1 })
  const engine = server.engine()
  bring(engine)
  let failed: { code: string; message: string; retryable: boolean } | undefined
  // What memory it holds already may last for any number of answers; a long text never fits into what is left.
  const longText = { body: { model, content: 'the '.repeat(200_000) }, deadlineMs: 60_000 }
  for (let seed = 1; seed <= 50 && !failed; seed++) {
    const answers = await Promise.all([
      server.request(path, { body: { ...body, seed }, deadlineMs: 60_000 }),
      server.request('/tokenize', longText),
    ])
    failed = answers.find(({ json }) => json?.error)?.json.error
  }
  // The new one starts by itself; a request that comes before waits for it.
  const { status: next } = await server.request(path, { body: { ...body, max_tokens: 1 }, deadlineMs: 30_000 })
  const { state } = await server.modelHealth(model)
  return { failed, next, state, replaced: server.engine() !== engine }
}

/** Every new mapping of memory fails from now on. */
function starve(engine: number): void {
  const { status, stderr } = spawnSync('prlimit', ['--pid', String(engine), '--as=1000000'], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`prlimit failed: ${stderr}`)
}

const hang = (engine: number) => void process.kill(engine, 'SIGSTOP')
