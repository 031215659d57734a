import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import { type MetricSample, readMetrics } from '../../src/asking/read-metrics.ts'
import { SubjectFailure } from '../../src/base/subject-failure.ts'
import { check } from '../../src/checks/check.ts'
import { capacityCases } from '../../src/error-cases/cases/capacity-cases.ts'
import { memoryCases } from '../../src/error-cases/cases/memory-cases.ts'
import { readDocsAnchors } from '../../src/error-cases/error-case.ts'
import { expectContract } from '../../src/error-cases/expect-contract.ts'
import { tryErrorCases } from '../../src/error-cases/try-error-cases.ts'
import type { RunningServer } from '../../src/subject/server-process/running-server.ts'

check(
  {
    proves: ['error-tests', 'error-experience'],
    supports: 'load-errors',
    promise:
      'A server that is full, slow, out of memory, dying or ending says which of them it is; what it calls retryable is answered on another try, and its config lines make room',
    timeoutMs: 240_000,
  },
  async ({ server, servers, honestai, subject, weights, temporaryFolder, profile, evidence, skip }) => {
    if (process.platform !== 'linux') skip('Engines are found by the kernel’s process table, on Linux only.')
    const trials = await tryErrorCases([...capacityCases, ...memoryCases], {
      servers,
      honestai,
      subject,
      weights,
      temporaryFolder,
      profile,
    })
    await leave(server, weights.id)
    // Whoever left reads no answer: the metrics alone tell.
    const isCancelled = ({ labels }: MetricSample) => labels.outcome === 'cancelled' && labels.code === 'request_cancelled'
    let cancelled = (await readMetrics(server)).filter(isCancelled)
    for (let waited = 0; waited < 5_000 && cancelled.length === 0; waited += 50) {
      await wait(50)
      cancelled = (await readMetrics(server)).filter(isCancelled)
    }
    evidence.json('trials', { trials, cancelled })
    expectContract(trials, temporaryFolder, await readDocsAnchors(server))
    expect(cancelled).toEqual([expect.objectContaining({ name: 'honestai_http_requests_total', value: 1 })])
  },
)

/** Asks for weights that are not loaded yet, and leaves once their load has begun, which shows that the request has come. */
async function leave(server: RunningServer, model: string): Promise<void> {
  const body = JSON.stringify({ model, messages: [{ role: 'user', content: 'Hi.' }] })
  const left = new AbortController()
  const options = { method: 'POST', headers: { 'content-type': 'application/json' }, body, signal: left.signal }
  let end: unknown
  const answer = fetch(`${server.url}/v1/chat/completions`, options).then(
    ({ status }) => {
      end = `status ${status}`
    },
    (error) => {
      end = error
    },
  )
  while ((await server.health()).models.find(({ id }) => id === model)?.state === 'unloaded') {
    if (end !== undefined) throw new SubjectFailure(`A request that loads the model ended before its load began: ${end}`)
    await wait(5)
  }
  left.abort()
  await answer
}
