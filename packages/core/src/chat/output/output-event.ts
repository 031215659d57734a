import type { ChatEvent } from '../chat.ts'

/** What a model's text comes to, piece by piece. */
export type OutputEvent = Exclude<ChatEvent, { type: 'start' | 'end' }>
