import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'
import { damageCodes, damageFile, damages } from '../../src/subject/damaged-copy.ts'

check(
  {
    proves: 'graceful-degradation',
    supports: ['load-errors', 'no-silent-fallback', 'error-experience'],
    promise:
      'Weights that go bad while the server runs give an error that names the file and the remedy; other models serve on, and good weights remedy it',
    timeoutMs: 120_000,
  },
  async ({ servers, weights, temporaryFolder, evidence }) => {
    const path = join(temporaryFolder, 'fragile.gguf')
    copyFileSync(weights.path, path)
    const server = await servers.start({
      config: ({ models, ...rest }) => ({
        ...rest,
        models: [
          ...models,
          {
            ...models.find(({ id }) => id === weights.id),
            id: 'fragile',
            path,
            sha256: weights.sha256,
            restore: 'cp spare.gguf fragile.gguf',
          },
        ],
      }),
    })
    const ask = (model: string) =>
      server.request('/v1/chat/completions', {
        body: { model, messages: [{ role: 'user', content: 'Say hi.' }], max_tokens: 4, temperature: 0 },
      })

    const cases = []
    for (const damage of damages) {
      damageFile(path, damage)
      const broken = await ask('fragile')
      const state = await server.modelHealth('fragile')
      const overall = (await server.request('/health')).json.status
      const other = await ask(weights.id)
      copyFileSync(weights.path, path)
      const mended = await ask('fragile')
      cases.push({
        damage,
        broken: { status: broken.status, body: broken.json },
        state,
        overall,
        other: other.status,
        mended: { status: mended.status, model: mended.json?.model },
      })
    }
    evidence.json('cases', cases)

    for (const { damage, broken, state, overall, other, mended } of cases) {
      expect(broken, damage).toMatchObject({
        status: 503,
        body: { error: { code: damageCodes[damage], message: expect.stringContaining('fragile.gguf') } },
      })
      expect(broken.body.error.steps.join(' '), damage).toContain('cp spare.gguf fragile.gguf')
      expect(JSON.stringify(broken.body), damage).not.toContain(temporaryFolder)
      expect(JSON.stringify(broken.body), damage).not.toMatch(/\bat .+:\d+:\d+/)
      expect(state, damage).toMatchObject({ state: 'failed' })
      expect(overall, damage).toBe('degraded')
      expect(other, damage).toBe(200)
      expect(mended, damage).toEqual({ status: 200, model: 'fragile' })
    }
  },
)
