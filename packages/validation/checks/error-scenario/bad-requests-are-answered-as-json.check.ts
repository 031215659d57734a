import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'
import { requestCases, sendAny } from '../../src/error-cases/cases/request-cases.ts'
import { readDocsAnchors } from '../../src/error-cases/error-case.ts'
import { expectContract } from '../../src/error-cases/expect-contract.ts'
import { seenInAnswer } from '../../src/error-cases/seen-error.ts'

check(
  {
    proves: ['error-propagation', 'error-tests', 'error-experience'],
    promise:
      'Every bad request is answered as JSON with its own code, what happened, why, and steps; sent again it is refused again, and corrected as the steps say it is answered',
    timeoutMs: 90_000,
  },
  async ({ server, subject, weights, temporaryFolder, evidence }) => {
    const trials = []
    for (const { title, code, param, send, corrected } of requestCases(subject, weights)) {
      const answer = await sendAny(server, send)
      const again = await sendAny(server, send)
      const mended = await sendAny(server, corrected)
      trials.push({
        ...{ title, code, param, type: answer.headers['content-type'], answered: mended.status },
        ...{ seen: seenInAnswer(answer), again: seenInAnswer(again), mended: mended.status === 200, log: '' },
      })
    }
    const log = server.stderr()
    const anchors = await readDocsAnchors(server)
    const alive = await server.chat('Say hi.', { max_tokens: 4 })
    evidence.json('answers', trials)

    expectContract([...trials, ...trials.slice(0, 1).map((trial) => ({ ...trial, log }))], temporaryFolder, anchors)
    for (const { title, param, type, seen } of trials) {
      expect(type, title).toMatch(/^application\/json/)
      if (param) expect(seen.error?.param, title).toBe(param)
    }
    expect(alive.usage.completion_tokens).toBeGreaterThan(0)
  },
)
