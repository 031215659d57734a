import { type Router, routerError } from '@honestai/core'
import type { FastifyInstance } from 'fastify'
import { expect, test } from 'vitest'
import { eventsOf } from '../../testing/ask.ts'
import { serverWith } from '../../testing/server-with.ts'
import { loadEventResponse } from './load-model.ts'

const post = (app: FastifyInstance, url: string, body?: object, headers = {}) =>
  app.inject({ method: 'POST', url: `/v1/models/${url}`, headers, ...(body && { body }) })
const load: Router['load'] = async (_model, { onProgress } = {}) => {
  for (const progress of [0.25, 1]) {
    await new Promise(setImmediate)
    onProgress?.(progress)
  }
}
const model = { id: 'canary', object: 'model', owned_by: 'local', honestai: { abilities: ['chat'], state: 'unloaded', restarts: 0 } }

test('a model is loaded and unloaded, with or without a body, and its state is told', async () => {
  const called: string[] = []
  const app = serverWith({ load: async (id) => void called.push(`load ${id}`), unload: async (id) => void called.push(`unload ${id}`) })
  expect((await post(app, 'canary/load')).json()).toMatchObject(model)
  expect((await post(app, 'canary/unload', {})).json()).toMatchObject(model)
  expect(called).toEqual(['load canary', 'unload canary'])
})

test.each([
  { title: 'stream: true', body: { stream: true }, headers: {} },
  { title: 'its Accept header', body: undefined, headers: { accept: 'text/event-stream' } },
])('progress is streamed for $title', async ({ body, headers }) => {
  const events = eventsOf((await post(serverWith({ load }), 'canary/load', body, headers)).body)
  for (const { data } of events) loadEventResponse.parse(data)
  expect(events.map(({ data }) => data.progress ?? data.model?.id)).toEqual([0, 0.25, 1, 'canary'])
  expect(events.at(-1)).toMatchObject({ type: 'load-end', data: { model } })
})

test('a load that fails has its own status, or ends its stream with an error', async () => {
  const failure = routerError('model_load_failed', { model: 'canary', file: 'canary.gguf', reason: 'no memory' })
  const app = serverWith({ load: () => Promise.reject(failure) })
  const response = await post(app, 'canary/load')
  expect([response.statusCode, response.json()]).toEqual([failure.status, failure.toBody()])
  const streamed = eventsOf((await post(app, 'canary/load', { stream: true })).body)
  expect(streamed.at(-1)).toEqual({ type: 'error', data: { type: 'error', ...failure.toBody() } })
})

test.each(['load', 'unload'])('a model that there is not cannot be %sed', async (action) => {
  const response = await post(serverWith(), `gpt-4/${action}`)
  expect([response.statusCode, response.json().error.code]).toEqual([404, 'model_not_found'])
})

test('one model is told with its state', async () => {
  expect((await serverWith().inject({ url: '/v1/models/canary' })).json()).toMatchObject(model)
})
