import type { BlockEvent } from './to-blocks.ts'

/** Waits for the end of an answer, which holds all its blocks. */
export async function readEnd(events: AsyncIterable<BlockEvent>): Promise<Extract<BlockEvent, { type: 'end' }>> {
  for await (const event of events) if (event.type === 'end') return event
  throw new Error('An answer has no end.')
}
