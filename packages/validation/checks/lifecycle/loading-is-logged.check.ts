import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'
import { damageFile } from '../../src/subject/damaged-copy.ts'

check(
  {
    proves: 'loading-logged',
    promise: 'Every load, good or bad, leaves one structured log line with model, duration, memory and outcome, which health agrees with',
  },
  async ({ servers, weights, temporaryFolder, evidence }) => {
    const path = join(temporaryFolder, 'bad.gguf')
    copyFileSync(weights.path, path)
    const server = await servers.start({
      config: ({ models, ...rest }) => ({ ...rest, models: [...models, { id: 'bad', path, sha256: weights.sha256 }] }),
    })
    damageFile(path, 'flipped')
    await server.chat('Say hi.', { max_tokens: 1 })
    await server.chat('Say hi.', { max_tokens: 1 })
    await server.request('/v1/chat/completions', { body: { model: 'bad', messages: [{ role: 'user', content: 'Hi.' }] } })
    const health = await server.modelHealth(weights.id)
    const loads = server.logs().filter(({ event }) => String(event).startsWith('load-'))
    evidence.json('log-lines', { loads, health })

    const of = (event: string, model: string) => loads.filter((record) => record.event === event && record.model === model)
    expect(of('load-finished', weights.id)).toEqual([
      expect.objectContaining({
        level: 'info',
        time: expect.stringMatching(/^\d{4}-/),
        durationMs: expect.any(Number),
        memoryBytes: expect.any(Number),
      }),
    ])
    expect(of('load-failed', 'bad')).toEqual([
      expect.objectContaining({ durationMs: expect.any(Number), error: expect.objectContaining({ code: 'weights_hash_mismatch' }) }),
    ])
    expect(of('load-finished', weights.id)[0]?.durationMs).toBeCloseTo(health.lastLoad?.durationMs ?? Number.NaN, 0)
    expect(of('load-finished', weights.id)[0]?.memoryBytes).toBeGreaterThan(weights.bytes ?? 0)
    expect(server.stderr()).not.toContain(temporaryFolder)
  },
)
