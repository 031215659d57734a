import { type RouterEvent, routerError } from '@honestai/core'
import type { FastifyBaseLogger } from 'fastify'
import { expect, test, vi } from 'vitest'
import { logRouterEvent } from './log-router-event.ts'

const { error } = routerError('engine_crashed', { model: 'canary', reason: 'SIGKILL.' }).toBody()

test.each<{ event: RouterEvent; level: 'debug' | 'info' | 'error' }>([
  { event: { type: 'load-finished', model: 'canary', durationMs: 9, memoryBytes: 1, sandbox: [] }, level: 'info' },
  { event: { type: 'load-failed', model: 'canary', durationMs: 9, error }, level: 'error' },
  { event: { type: 'engine-crashed', model: 'canary', error }, level: 'error' },
  { event: { type: 'request-fell-back', requestId: 'r', model: 'canary', to: 'other', error }, level: 'error' },
  { event: { type: 'request-failed', requestId: 'r', model: 'canary', durationMs: 9, errorCode: 'overloaded' }, level: 'debug' },
  { event: { type: 'state-changed', model: 'canary', from: 'unloaded', to: 'loading', cause: 'request' }, level: 'debug' },
])('$event.type is logged as $level with its facts', ({ event, level }) => {
  const log = { debug: vi.fn(), info: vi.fn(), error: vi.fn() }
  logRouterEvent(log as unknown as FastifyBaseLogger, event)
  const { type, ...facts } = event
  expect(log[level]).toHaveBeenCalledExactlyOnceWith({ event: type, ...facts }, type)
})
