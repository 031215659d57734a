import { randomUUID } from 'node:crypto'

/** What is known of an answer before its first token. */
export type MessageHead = { id: string; model: string }

/** Names a new answer. */
export const createMessageHead = (model: string): MessageHead => ({
  id: `msg_${randomUUID().replaceAll('-', '')}`,
  model,
})
