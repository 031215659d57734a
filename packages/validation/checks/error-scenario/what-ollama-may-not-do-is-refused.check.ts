import { errorCodes } from '@honestai/core'
import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'

/** Requests of Ollama's API that would change which weights there are, or reach a hub. */
const refused = [
  { method: 'POST', path: '/api/pull' },
  { method: 'POST', path: '/api/push' },
  { method: 'POST', path: '/api/create' },
  { method: 'POST', path: '/api/copy' },
  { method: 'DELETE', path: '/api/delete' },
]

check(
  {
    supports: ['error-tests', 'local-only'],
    promise:
      'A client of Ollama’s API that asks to pull, push, create, copy or delete weights is refused in that API’s shape, with what to do instead',
  },
  async ({ server, evidence }) => {
    const answers = []
    for (const { method, path } of refused) {
      const { status, json } = await server.request(path, { method, body: { model: 'any', name: 'any' } })
      answers.push({ path, status, json })
    }
    evidence.json('answers', answers)
    for (const { path, status, json } of answers) {
      expect(status, path).toBe(errorCodes.operation_unsupported.status)
      expect(json.honestai?.code, path).toBe('operation_unsupported')
      expect(json.error, path).toEqual(expect.stringContaining(json.honestai?.steps?.[0] ?? 'a step'))
    }
    expect((await server.health()).models.length, 'the server serves on').toBeGreaterThan(0)
  },
)
