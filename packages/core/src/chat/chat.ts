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
