import type { ChatEvent } from '../chat/chat.ts'

/**
 * Holds the start of a chat back until its answer begins: up to then another model may stand in, which begins anew, and the time to
 * the first token goes on.
 */
export async function* holdStart(events: AsyncIterable<ChatEvent>): AsyncGenerator<ChatEvent, void> {
  let start: ChatEvent | undefined
  for await (const event of events) {
    if (event.type === 'start') {
      start = event
      continue
    }
    if (start) yield start
    start = undefined
    yield event
  }
}
