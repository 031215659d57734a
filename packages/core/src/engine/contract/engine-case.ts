import assert from 'node:assert/strict'
import type { ChatEvent, ChatRequest } from '../../chat/chat.ts'
import type { ErrorCode } from '../../errors.ts'
import { RouterError } from '../../errors.ts'
import type { Engine } from '../engine.ts'

/** A behaviour that every {@link Engine} has. `needs` is the ability of the engine it is tried on. */
export type EngineCase = { title: string; needs: 'chat' | 'embed'; run: (engine: Engine) => Promise<void> }

/** A request to answer one message, always the same way. */
export const say = (content: string): ChatRequest => ({ messages: [{ role: 'user', content }], sampling: { temperature: 0 } })

/**
 * A request whose answer goes on until its context is full. Cases that cancel, hold or kill what is being said need it:
 * a fast engine beside a slow reader has said all of a short answer before the reader has seen its first word.
 */
export const sayLong = (content: string): ChatRequest => ({ ...say(content), ignoreEos: true })

/** All events of a chat; `onFirst` is called at the first of its answer. */
export async function collect(chat: AsyncIterable<ChatEvent>, onFirst: () => void = () => {}): Promise<ChatEvent[]> {
  const events: ChatEvent[] = []
  for await (const event of chat) if (events.push(event) === 2) onFirst()
  return events
}

/** The end of a chat's events. */
export function endOf(events: ChatEvent[]) {
  const end = events.at(-1)
  assert.equal(end?.type, 'end')
  return end as Extract<ChatEvent, { type: 'end' }>
}

/** The text of a chat's events. */
export const textOf = (events: ChatEvent[]) => events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('')

/** The error that a promise is rejected with, which must be of this code. */
export async function rejection(promise: Promise<unknown>, code: ErrorCode): Promise<RouterError> {
  const error = await promise.then(
    () => assert.fail(`expected ${code}, but nothing failed`),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof RouterError, String(error))
  assert.equal(error.code, code)
  return error
}
