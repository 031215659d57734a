import type { ChatMessage } from '../chat/chat.ts'

/** Whether turns may be left out of a chat that does not fit. `disabled` refuses it instead. */
export type Truncation = 'auto' | 'disabled'

/** A message in a plan: its place in the chat and the tokens of its content, without what the template puts around it; whether they are estimated. */
export type PlannedMessage = { index: number; role: ChatMessage['role']; tokens: number; estimated?: true }

/** A message that was left out, by its place in the chat that was sent. */
export type DroppedMessage = PlannedMessage

/** What of a chat fits. */
export type ContextPlan = {
  /** The messages to send, in order. */
  messages: ChatMessage[]
  kept: PlannedMessage[]
  /** Oldest first. */
  dropped: DroppedMessage[]
  /** Tokens of the prompt that `messages` render to. */
  promptTokens: number
  /** Tokens kept free for the answer. */
  reserveTokens: number
  /** Whether the counts of tokens were estimated from characters, for want of a tokenizer. */
  estimated: boolean
}

/** What a chat must fit into, and how it is counted. */
export type ContextBudget = {
  /** Named by the error. */
  model: string
  /** What prompt and answer may have together. */
  contextSize: number
  /** Tokens kept free for the answer. */
  reserveTokens: number
  truncation: Truncation
  /** Whether the counts below are estimates; false by default. */
  estimated?: boolean
  /** Tokens of the prompt that messages render to. A chat with fewer turns never has more. */
  countPrompt: (messages: ChatMessage[]) => Promise<number>
  /** Tokens of the content of one message. */
  countText: (text: string) => Promise<number>
}
