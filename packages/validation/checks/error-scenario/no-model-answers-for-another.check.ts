import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { canaryConfig } from '@honestai/core'
import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'
import { weightsToSpoil } from '../../src/subject/damaged-copy.ts'
import { modelFailures } from '../../src/subject/model-failures.ts'

check(
  {
    proves: ['no-silent-fallback', 'fallback-explicit'],
    promise:
      'A model that fails ends in its own error and no other model does its work; only where the config names a fallback another answers, and the answer, whole or streamed, says which and for whom',
    timeoutMs: 120_000,
  },
  async ({ servers, weights, temporaryFolder, evidence, skip }) => {
    if (process.platform !== 'linux') skip('Engines are found by the kernel’s process table, on Linux only.')
    const spare = weightsToSpoil(weights)
    const runs = []
    for (const fallback of [undefined, 'other']) {
      const path = join(temporaryFolder, `asked-${fallback}.gguf`)
      copyFileSync(spare.path, path)
      const asked = { id: 'asked', path, slots: 1, maxQueueSize: 0, ...(fallback && { fallback }) }
      const server = await servers.start({ config: () => ({ models: [asked, { id: 'other', path: spare.path }] }) })
      const failures = await modelFailures(server, { id: 'asked', spoil: () => rmSync(path), remedy: () => copyFileSync(spare.path, path) })
      const served = server.logs().filter(({ event, model }) => event === 'load-started' && model === 'other')
      runs.push({ fallback: fallback ?? null, failures, loadsOfTheOther: served.length })
    }
    evidence.json('runs', runs)

    const [without, named] = runs
    for (const { failure, status, body } of without?.failures ?? []) {
      expect(status, failure).toBeGreaterThanOrEqual(400)
      expect(body, failure).toEqual({ error: expect.objectContaining({ code: expect.any(String) }) })
      // The error names the model that was asked, and who reads it learns of no other.
      expect(body.error.message, failure).toContain('asked')
    }
    expect(without?.loadsOfTheOther, 'loads of the model that nobody asked').toBe(0)

    const told = Object.fromEntries((named?.failures ?? []).map(({ failure, status, body }) => [failure, { status, ...pick(body) }]))
    const stoodIn = { status: 200, model: 'other', honestai: expect.objectContaining({ reason: 'fallback', fallbackFrom: 'asked' }) }
    expect(told).toEqual({
      'weights gone': stoodIn,
      'weights gone, streamed': stoodIn,
      'engine killed before it said anything': stoodIn,
      // What is no failure of the model would be no better elsewhere, or would only move the load.
      overloaded: { status: 503, code: 'overloaded' },
      'prompt too long': { status: 400, code: 'context_length_exceeded' },
    })
    expect(
      canaryConfig().models.filter(({ fallback }) => fallback !== undefined),
      'fallbacks by default',
    ).toEqual([])
  },
)

// biome-ignore lint/suspicious/noExplicitAny: a body as it came in.
const pick = ({ error, model, honestai }: any) => (error ? { code: error.code } : { model, honestai })
