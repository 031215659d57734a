import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'

check(
  {
    proves: 'preload-option',
    promise: 'A model marked preload is loaded at start, readiness says so until it is, and the first request pays for no load',
  },
  async ({ servers, weights, evidence }) => {
    const server = await servers.start({
      config: ({ models, ...rest }) => ({ ...rest, models: models.map((model) => ({ ...model, preload: model.id === weights.id })) }),
    })
    const samples = []
    for (let sample = 0; sample < 1_000; sample++) {
      const { status, json } = await server.request('/readyz')
      const { state } = await server.modelHealth(weights.id)
      samples.push({ status, json, state })
      if (status === 200) break
      await wait(5)
    }
    const loadsBefore = server.logs().filter(({ event }) => event === 'load-finished').length
    const answer = await server.chat('Say hi.', { max_tokens: 1 })
    const loadsAfter = server.logs().filter(({ event }) => event === 'load-finished').length
    evidence.json('samples', { samples, loadsBefore, loadsAfter, firstAnswerMs: answer.durationMs })

    expect(samples[0], 'the first sample').toMatchObject({
      status: 503,
      json: { status: 'not-ready', reason: expect.stringContaining(weights.id) },
    })
    expect(samples.at(-1)).toMatchObject({ status: 200, state: 'ready' })
    expect(samples.filter(({ status, state }) => status === 200 && state !== 'ready')).toEqual([])
    expect([loadsBefore, loadsAfter]).toEqual([1, 1])
  },
)
