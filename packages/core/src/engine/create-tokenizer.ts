import type { ChatRequest } from '../chat/chat.ts'
import type { Model } from '../models/model.ts'
import { createProcessEngine } from './process/process-engine.ts'

/** A model's tokenizer, without its weights. All counts are exact. After its process died, every call throws `engine_crashed`. */
export type Tokenizer = AsyncDisposable & {
  /** Token ids of a text. Special tokens in it stay plain text unless `special`. */
  encode(text: string, options?: { special?: boolean }): Promise<number[]>
  /** Text of token ids, special tokens included unless `special` is false. Throws `invalid_request` for an id that there is not. */
  decode(tokens: readonly number[], options?: { special?: boolean }): Promise<string>
  /** How many tokens a text has. */
  count(text: string, options?: { special?: boolean }): Promise<number>
  /** How many tokens a chat has as the model's template renders it. Throws `template_failed`. */
  countChat(chat: Omit<ChatRequest, 'sampling'>): Promise<number>
}

/**
 * Loads only the vocabulary of a model, in a process of its own that is sandboxed like an engine: a damaged vocabulary would
 * abort the process that loads it. Throws what `createProcessEngine` throws.
 *
 * @example
 * await using tokenizer = await createTokenizer(await verifyModel(config.models[0]))
 * const tokens = await tokenizer.count('What is 3 plus 4?')
 */
export async function createTokenizer(model: Model): Promise<Tokenizer> {
  const engine = await createProcessEngine(model, { slots: 0, vocabularyOnly: true })
  return {
    encode: engine.tokenize,
    decode: engine.detokenize,
    count: async (text, options) => (await engine.tokenize(text, options)).length,
    countChat: async (chat) => (await engine.promptTokens({ ...chat, sampling: {} })).length,
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  }
}
