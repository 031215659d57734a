import type { RouterError } from '../errors.ts'

/** A function a model may ask its caller to run, in OpenAI's form. */
export type ToolDefinition = {
  type: 'function'
  function: { name: string; description?: string | undefined; parameters?: Record<string, unknown> | undefined }
}

/** A model's request to run a function. `arguments` is the JSON text as the model wrote it. */
export type ToolCall = { id: string; name: string; arguments: string }

/** One turn of a chat. */
export type ChatMessage =
  | { role: 'system' | 'user'; content: string }
  | { role: 'assistant'; content: string; toolCalls?: ToolCall[] | undefined }
  | { role: 'tool'; content: string; toolCallId: string }

/** How the next token is chosen. Temperature 0 always takes the likeliest. */
export type Sampling = {
  /** 0 to 2. */
  temperature?: number | undefined
  /** 0 to 1. */
  topP?: number | undefined
  topK?: number | undefined
  minP?: number | undefined
  /** 0 to 4294967294. */
  seed?: number | undefined
}

/** What to answer. */
export type ChatRequest = {
  messages: ChatMessage[]
  tools?: ToolDefinition[] | undefined
  sampling: Sampling
  /** Longest answer, in tokens; by default what is left of the context. */
  maxTokens?: number | undefined
  /** The answer ends before the first of these texts. */
  stop?: string[] | undefined
}

/** Token counts of one request, as the engine counted them. */
export type Usage = {
  promptTokens: number
  /** Prompt tokens that were in the slot already. */
  cachedTokens: number
  completionTokens: number
  /** Completion tokens spent on reasoning. */
  reasoningTokens: number
}

/** Why an answer ended. */
export type EndReason = 'stop' | 'length' | 'tool-calls'

/** What comes out of an engine, in order; exactly one `end` comes last. */
export type ChatEvent =
  | { type: 'text-delta'; text: string }
  | { type: 'reasoning-delta'; text: string }
  | { type: 'tool-call'; call: ToolCall }
  | { type: 'end'; reason: EndReason; usage: Usage; tokens: number[] }

/** Vectors of unit length, one for each input, in order. */
export type EmbedResult = { vectors: number[][]; promptTokens: number }

/** What a loaded model can do. */
export type EngineFacts = {
  contextTokens: number
  slots: number
  /** Length of an embedding; 0 when the model makes none. */
  embeddingLength: number
  /** Milliseconds from the start of the load until the engine was ready. */
  loadMs: number
  /** Memory the engine's process uses after the load. */
  memoryBytes: number
  /** What keeps the engine from reaching a network: `network-namespace`, `node-permission`. Empty: nothing does. */
  seals: string[]
}

/** How busy an engine is. */
export type EngineLoad = { activeSlots: number; slots: number }

/**
 * One loaded model. Every implementation passes `engineCases`.
 *
 * A `signal` that aborts frees the slot before the next step but one; the call then ends with `request_cancelled`.
 */
export type Engine = AsyncDisposable & {
  readonly facts: EngineFacts
  /** Resolves when the engine dies by itself, with the error its requests got. Never rejects. */
  readonly died: Promise<RouterError>
  load(): EngineLoad
  /** Answers a chat. Throws `context_length_exceeded`, `template_failed`, `engine_crashed`, `request_cancelled`. */
  chat(request: ChatRequest, signal?: AbortSignal): AsyncIterable<ChatEvent>
  /** Embeds texts. Throws `context_length_exceeded`, `engine_crashed`, `request_cancelled`. */
  embed(texts: string[], signal?: AbortSignal): Promise<EmbedResult>
  /** Token ids of a chat as the model's template renders it. Throws `template_failed`. */
  promptTokens(request: ChatRequest): Promise<number[]>
  /** Token ids of a text. Special tokens in it stay plain text unless `special`. */
  tokenize(text: string, options?: { special?: boolean }): Promise<number[]>
  /** Text of token ids, special tokens included. */
  detokenize(tokens: readonly number[]): Promise<string>
}
