import type { ChatEvent } from '../../chat/chat.ts'

type Start = Extract<ChatEvent, { type: 'start' }>

/**
 * Holds the start of a chat back until its answer begins: up to then another model may stand in, which begins anew, and the time to
 * the first token goes on. `onStart` is told of a start that goes on its way.
 */
export async function* holdStart(events: AsyncIterable<ChatEvent>, onStart: (start: Start) => void): AsyncGenerator<ChatEvent, void> {
  let start: Start | undefined
  for await (const event of events) {
    if (event.type === 'start') {
      start = event
      continue
    }
    if (start) {
      onStart(start)
      yield start
    }
    start = undefined
    yield event
  }
}
