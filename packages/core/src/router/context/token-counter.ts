import type { ChatRequest } from '../../chat/chat.ts'
import { estimateTokens } from '../../engine/completion/estimate-tokens.ts'
import type { Engine } from '../../engine/engine.ts'

/** Counts tokens for one model, by its tokenizer or from characters. */
export type TokenCounter = {
  /** Tokens a slot of the model can hold. */
  contextSize: number
  estimated: boolean
  countText: (text: string) => Promise<number>
  /** Tokens of the prompt that a request comes to. */
  countPrompt: (request: ChatRequest) => Promise<number>
}

/** Counts by a model's own tokenizer and template. */
export const exactCounter = (engine: Engine): TokenCounter => ({
  contextSize: engine.facts.contextSize,
  estimated: false,
  countText: async (text) => (await engine.tokenize(text)).length,
  countPrompt: async (request) => (await engine.promptTokens(request)).length,
})

/** Estimates from characters alone. */
export const estimatingCounter = (contextSize: number): TokenCounter => ({
  contextSize,
  estimated: true,
  countText: async (text) => estimateTokens(text).tokens,
  countPrompt: async (request) => estimatePrompt(request),
})

/** What templates put around a message: most take three to six tokens. */
const tokensAroundMessage = 6

function estimatePrompt({ messages, tools = [], prompt }: ChatRequest): number {
  if (prompt !== undefined) return typeof prompt === 'string' ? estimateTokens(prompt).tokens : prompt.length
  const calls = messages.flatMap((message) => (message.role === 'assistant' ? (message.toolCalls ?? []) : []))
  const texts = [...messages.map(({ content }) => content), ...[...calls, ...tools].map((value) => JSON.stringify(value))]
  return texts.reduce((sum, text) => sum + estimateTokens(text).tokens, (messages.length + 1) * tokensAroundMessage)
}
