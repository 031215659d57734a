import { randomUUID } from 'node:crypto'

/** What is known of an answer before its first token. */
export type MessageHead = { id: string; model: string; maxTokens: number }

/** Names a new answer. */
export const createMessageHead = (model: string, maxTokens: number): MessageHead => ({
  id: `msg_${randomUUID().replaceAll('-', '')}`,
  model,
  maxTokens,
})
