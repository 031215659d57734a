import type { ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ChatRequest } from '../../chat/chat.ts'
import { EngineConnection, type EngineRequest } from './engine-connection.ts'
import type { FromEngine, RequestNews, ToEngine } from './engine-messages.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] }))
afterEach(() => void vi.useRealTimers())

const noProgressMs = 1_000
const request: ChatRequest = { messages: [], prompt: 'one', sampling: {} }
const chat: EngineRequest = { type: 'chat', request }
const step = { durationMs: 50, slots: 1, promptTokens: 0 }

/** A connection to a process that says what the test lets it say. */
function subject() {
  const sent: ToEngine[] = []
  const child = Object.assign(new EventEmitter(), {
    connected: true,
    signalCode: null,
    send: (message: ToEngine) => sent.push(message),
    kill: vi.fn((signal: NodeJS.Signals) => child.emit('exit', null, signal)),
  })
  const connection = new EngineConnection(child as unknown as ChildProcess, {
    model: 'm',
    stderrTail: async () => '',
    noProgressMs,
    onStep: () => {},
  })
  const say = (message: Partial<Extract<FromEngine, { type: 'news' }>>) =>
    child.emit('message', { type: 'news', news: [], steps: [], ...message })
  return { connection, child, sent, say, tell: (news: RequestNews) => say({ news: [news] }) }
}

const text = (id: number): RequestNews => ({ id, type: 'event', event: { type: 'text-delta', text: 'a' } })
const typesOf = (sent: readonly ToEngine[]) => sent.map(({ type }) => type)

test('tokens that are counted meanwhile are no progress of a chat', async () => {
  const { connection, child, tell } = subject()
  const chatting = Array.fromAsync(connection.request(chat, undefined)).catch((error) => error)
  for (let id = 2; id <= 4; id++) {
    const counting = Array.fromAsync(connection.request({ type: 'tokenize', text: 'one', special: false }, undefined))
    await vi.advanceTimersByTimeAsync(300)
    tell({ id, type: 'result', value: [1] })
    tell({ id, type: 'done' })
    expect(await counting).toEqual([[1]])
  }
  expect(child.kill).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(200)
  expect(child.kill).toHaveBeenCalledWith('SIGKILL')
  expect(await chatting).toMatchObject({ code: 'engine_crashed', message: expect.stringContaining('no progress for 1 seconds') })
})

test('steps are progress, and so is an answer of the chat', async () => {
  const { connection, child, say, tell } = subject()
  const chatting = Array.fromAsync(connection.request(chat, undefined))
  for (let second = 0; second < 30; second++) {
    await vi.advanceTimersByTimeAsync(900)
    if (second % 2) say({ steps: [step] })
    else tell(text(1))
  }
  tell({ id: 1, type: 'done' })
  expect(await chatting).toHaveLength(15)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(child.kill).not.toHaveBeenCalled()
})

test('a count of tokens that never comes ends an engine that goes on stepping', async () => {
  const { connection, child, say } = subject()
  for (const asked of [chat, { type: 'tokenize', text: 'one', special: false } as const]) {
    Array.fromAsync(connection.request(asked, undefined)).catch(() => {})
  }
  for (let step = 0; step < 11; step++) {
    await vi.advanceTimersByTimeAsync(100)
    say({ steps: [{ durationMs: 90, slots: 1, promptTokens: 0 }] })
  }
  expect(child.kill).toHaveBeenCalledWith('SIGKILL')
})

test('a chat whose reader is behind is paused, watched no more, and goes on when it was read', async () => {
  const { connection, child, sent, tell } = subject()
  const reader = connection.request(chat, undefined)[Symbol.asyncIterator]()
  const first = reader.next()
  for (let event = 0; event < 70; event++) tell(text(1))
  await first
  expect(typesOf(sent)).toEqual(['chat', 'pause'])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(child.kill).not.toHaveBeenCalled()
  for (let event = 1; event < 60; event++) await reader.next()
  expect(typesOf(sent)).toEqual(['chat', 'pause', 'resume'])
  await vi.advanceTimersByTimeAsync(noProgressMs + 100)
  expect(child.kill).toHaveBeenCalled()
})

test('a paused chat that is cancelled is watched until the engine has let go of it', async () => {
  const { connection, child, sent, tell } = subject()
  const controller = new AbortController()
  const reader = connection.request(chat, controller.signal)[Symbol.asyncIterator]()
  const first = reader.next()
  for (let event = 0; event < 70; event++) tell(text(1))
  await first
  controller.abort()
  expect(typesOf(sent)).toEqual(['chat', 'pause', 'cancel'])
  await vi.advanceTimersByTimeAsync(noProgressMs + 100)
  expect(child.kill).toHaveBeenCalled()
})
