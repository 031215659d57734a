import type { ChatEvent, ChatRequest, Usage } from '../chat/chat.ts'
import type { RouterError } from '../errors.ts'

/** How texts are embedded. */
export type EmbedOptions = { dimensions?: number | undefined }

/** Vectors of unit length, one for each input, in order. */
export type EmbedResult = { vectors: number[][]; promptTokens: number }

/** The label a model finds most probable, with the probability of each; they sum to 1. */
export type LabelChoice = { label: string; probability: number; probabilities: Record<string, number>; usage: Usage }

/** What a loaded model can do. */
export type EngineFacts = {
  contextSize: number
  slots: number
  /** Length of an embedding; 0 when the model makes none. */
  embeddingLength: number
  /** Milliseconds from the start of the load until the engine was ready. */
  loadMs: number
  /** Memory the engine's process uses after the load. */
  memoryBytes: number
  threads: number
  /** What keeps the engine from reaching a network: `network-namespace`, `node-permission`. Empty: nothing does. */
  sandbox: string[]
}

/** How busy an engine is. */
export type EngineLoad = { activeSlots: number; slots: number }

/**
 * One loaded model. Every implementation passes `engineCases`.
 *
 * A `signal` that aborts frees the slot before the next step but one; the call then ends with `request_cancelled`. Whoever disposes of
 * it ends what it is doing with `shutting_down`, whether or not that is being read.
 */
export type Engine = AsyncDisposable & {
  readonly facts: EngineFacts
  /** Resolves when the engine is gone, with the error its requests got: `shutting_down` where it was disposed of. Never rejects. */
  readonly died: Promise<RouterError>
  load(): EngineLoad
  /**
   * Answers a chat. Throws `invalid_request`, `unsupported_parameter`, `schema_unsupported`, `grammar_invalid`,
   * `model_lacks_ability`, `context_length_exceeded`, `template_failed`, `engine_crashed`, `request_cancelled`, and `overloaded` when
   * fewer slots are idle than it has answers.
   */
  chat(request: ChatRequest, signal?: AbortSignal): AsyncIterable<ChatEvent>
  /**
   * Chooses the label that the model would most probably answer with; nothing else can come out. Throws `invalid_request`
   * for labels that are no closed set, and what `chat` throws.
   */
  chooseLabel(request: ChatRequest, labels: readonly string[], signal?: AbortSignal): Promise<LabelChoice>
  /**
   * Embeds texts; `dimensions` cuts every vector to its first so many. Throws `invalid_request`, `context_length_exceeded`,
   * `engine_crashed`, `request_cancelled`.
   */
  embed(texts: string[], signal?: AbortSignal, options?: EmbedOptions): Promise<EmbedResult>
  /** Token ids of the prompt that a request comes to. Throws `invalid_request`, `unsupported_parameter`, `template_failed`. */
  promptTokens(request: ChatRequest): Promise<number[]>
  /** Text of the prompt that a request comes to, a chat as the model's template renders it. Throws as `promptTokens` does. */
  renderPrompt(request: ChatRequest): Promise<string>
  /** Token ids of a text. Special tokens in it stay plain text unless `special`. */
  tokenize(text: string, options?: { special?: boolean }): Promise<number[]>
  /** Text of token ids, special tokens included unless `special` is false. Throws `invalid_request` for an id that there is not. */
  detokenize(tokens: readonly number[], options?: { special?: boolean }): Promise<string>
}
