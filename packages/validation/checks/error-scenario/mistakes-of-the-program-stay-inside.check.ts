import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'
import { readDocsAnchors, secret } from '../../src/error-cases/error-case.ts'
import { expectContract } from '../../src/error-cases/expect-contract.ts'
import { seenInAnswer } from '../../src/error-cases/seen-error.ts'

/** Loaded into the server before its own code: a mistake in one route, with a secret in its message. */
const mistake = `import { registerHooks } from 'node:module'
// For the server alone: its engines may not read this file.
delete process.env.NODE_OPTIONS
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context)
    if (!url.endsWith('/openai/models/models.ts')) return loaded
    const find = 'router.models().map(toModel)'
    const source = String(loaded.source)
    if (!source.includes(find)) throw new Error('The route has changed: adapt the mistake.')
    return { ...loaded, source: source.replace(find, '(() => { throw new TypeError("${secret} at /home/someone/file.ts:1:1") })()') }
  },
})
`

check(
  {
    proves: ['error-tests', 'error-experience'],
    promise: 'A mistake in the program itself is answered as an internal error that shows nothing of it; the server serves on',
    timeoutMs: 60_000,
  },
  async ({ servers, weights, temporaryFolder, evidence }) => {
    const file = join(temporaryFolder, 'mistake.mjs')
    writeFileSync(file, mistake)
    const server = await servers.start({ environment: { NODE_OPTIONS: `--import=${file}` } })
    const answer = await server.request('/v1/models')
    const again = await server.request('/v1/models')
    const mended = await server.request('/v1/chat/completions', {
      body: { model: weights.id, messages: [{ role: 'user', content: 'Hi.' }], max_tokens: 1 },
    })
    const trial = { title: 'a mistake in a route', code: 'internal_error' as const, seen: seenInAnswer(answer), again: seenInAnswer(again) }
    const logged = server.logs().filter(({ requestId }) => requestId === answer.headers['x-request-id'])
    evidence.json('trial', { ...trial, mended: mended.json, logged })
    expectContract([{ ...trial, mended: mended.status === 200, log: '' }], temporaryFolder, await readDocsAnchors(server))
    // The one place for details is the log, under the id that the answer names.
    expect(logged.length, 'log lines under the id of the answer').toBeGreaterThan(0)
    expect(answer.json.error.steps.join(' ')).toContain('X-Request-Id')
  },
)
