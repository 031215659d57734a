import { join } from 'node:path'
import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'
import { damageCodes, damagedCopy, damages } from '../../src/subject/damaged-copy.ts'

check(
  {
    proves: 'local-required',
    promise:
      'Without usable local weights the server refuses to start, at once, naming the file and the remedy; no setting makes it start anyway',
    timeoutMs: 60_000,
  },
  async ({ servers, weights, temporaryFolder, evidence }) => {
    const model = { id: 'only', path: weights.path, sha256: weights.sha256 }
    const configs: { fault: string; models: object[]; code: string }[] = [
      ...damages.map((damage) => {
        const path = damagedCopy(weights.path, join(temporaryFolder, `${damage}.gguf`), damage)
        return { fault: damage, models: [{ ...model, path }], code: damageCodes[damage] }
      }),
      { fault: 'two models, both missing', models: ['a', 'b'].map((id) => ({ id, path: `${id}.gguf` })), code: 'no_usable_model' },
      { fault: 'no model in the config', models: [], code: 'config_invalid' },
      { fault: 'a hosted provider', models: [{ ...model, provider: 'openai' }], code: 'config_invalid' },
      { fault: 'an address in place of a file', models: [{ ...model, path: 'https://example.com/model.gguf' }], code: 'weights_missing' },
      { fault: 'a key for a hosted API', models: [{ ...model, apiKey: 'sk-1' }], code: 'config_invalid' },
    ]
    const refusals = []
    for (const { fault, models, code } of configs) {
      const startedAt = performance.now()
      const server = servers.spawn({ config: () => ({ models }) })
      const outcome = await server.started
      refusals.push({
        fault,
        wanted: code,
        outcome,
        durationMs: Math.round(performance.now() - startedAt),
        stdout: server.stdout(),
        stderr: server.stderr(),
      })
      await server.kill()
    }
    evidence.json('refusals', refusals)

    for (const { fault, wanted, outcome, durationMs, stdout, stderr } of refusals) {
      expect(outcome, fault).toEqual({ code: 1, signal: null })
      expect(stdout, fault).toBe('')
      expect(durationMs, fault).toBeLessThan(15_000)
      const { error } = JSON.parse(stderr)
      expect(error, fault).toMatchObject({ code: wanted, message: expect.stringMatching(/\S/), retryable: false })
      expect(error.steps.length, fault).toBeGreaterThan(0)
      expect(stderr, fault).not.toMatch(/^\s+at .+:\d+/m)
      expect(stderr, fault).not.toContain(temporaryFolder)
    }
    for (const damage of damages) {
      expect(refusals.find(({ fault }) => fault === damage)?.stderr, damage).toContain(`${damage}.gguf`)
    }
  },
)
