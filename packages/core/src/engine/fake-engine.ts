import type { ChatEvent, ChatRequest } from '../chat/chat.ts'
import { type RouterError, routerError } from '../errors.ts'
import type { EmbedResult, Engine, EngineFacts } from './engine.ts'

/** A fake engine and the means to let it die. */
export type FakeEngine = Engine & { kill(): void }

/** What a fake engine pretends to be. */
export type FakeEngineOptions = Partial<EngineFacts> & {
  model?: string
  /** Its answer to every chat; one word is one token. By default it repeats the last message. */
  answer?: (request: ChatRequest) => string
}

/**
 * An engine without weights, for unit tests: tokens are the words of a text, answers are given, and it dies on demand.
 *
 * @example
 * const engine = createFakeEngine({ answer: () => 'The capital of France is Paris.' })
 */
export function createFakeEngine({ model = 'fake', answer = repeatLastMessage, ...facts }: FakeEngineOptions = {}): FakeEngine {
  const allFacts: EngineFacts = { contextTokens: 64, slots: 2, embeddingLength: 8, loadMs: 1, memoryBytes: 1_000_000, seals: [], ...facts }
  const death = Promise.withResolvers<RouterError>()
  const gone = new AbortController()
  const vocabulary = new Vocabulary()
  let activeSlots = 0

  const end = (error: RouterError) => {
    gone.abort(error)
    death.resolve(error)
  }

  const encodePrompt = ({ messages }: ChatRequest) => messages.flatMap((message) => vocabulary.encode(message.content))

  async function* chat(request: ChatRequest, signal: AbortSignal | undefined): AsyncGenerator<ChatEvent, void> {
    const { length: promptTokens } = encodePrompt(request)
    if (promptTokens >= allFacts.contextTokens) {
      throw routerError('context_length_exceeded', { model, promptTokens, contextTokens: allFacts.contextTokens })
    }
    const all = vocabulary.encode(answer(request))
    const tokens = all.slice(0, Math.min(request.maxTokens ?? all.length, allFacts.contextTokens - promptTokens))
    for (const token of tokens) {
      await nextTurn(signal, gone.signal)
      yield { type: 'text-delta', text: vocabulary.decode([token]) }
    }
    const usage = { promptTokens, cachedTokens: 0, completionTokens: tokens.length, reasoningTokens: 0 }
    yield { type: 'end', reason: tokens.length < all.length ? 'length' : 'stop', usage, tokens }
  }

  return {
    facts: allFacts,
    died: death.promise,
    load: () => ({ activeSlots, slots: allFacts.slots }),
    async *chat(request, signal) {
      await nextTurn(signal, gone.signal)
      activeSlots += 1
      try {
        yield* chat(request, signal)
      } finally {
        activeSlots -= 1
      }
    },
    async embed(texts, signal): Promise<EmbedResult> {
      await nextTurn(signal, gone.signal)
      const tokens = texts.map((text) => vocabulary.encode(text))
      return {
        vectors: tokens.map((ids) => vectorOf(ids, allFacts.embeddingLength)),
        promptTokens: tokens.reduce((sum, ids) => sum + ids.length, 0),
      }
    },
    promptTokens: async (request) => encodePrompt(request),
    tokenize: async (text) => vocabulary.encode(text),
    detokenize: async (tokens) => vocabulary.decode(tokens),
    kill: () => end(routerError('engine_crashed', { model, reason: 'Its process was ended by SIGKILL.' })),
    [Symbol.asyncDispose]: async () => end(routerError('shutting_down', {})),
  }
}

const repeatLastMessage = ({ messages }: ChatRequest) => messages.at(-1)?.content ?? ''

/** Words get numbers as they come; the white space before a word belongs to it. */
class Vocabulary {
  readonly #words: string[] = []

  encode(text: string): number[] {
    return (text.match(/\s*\S+|\s+$/g) ?? []).map((word) => {
      const known = this.#words.indexOf(word)
      return known >= 0 ? known : this.#words.push(word) - 1
    })
  }

  decode(tokens: readonly number[]): string {
    return tokens.map((token) => this.#words[token]).join('')
  }
}

async function nextTurn(signal: AbortSignal | undefined, gone: AbortSignal): Promise<void> {
  await new Promise(setImmediate)
  if (signal?.aborted) throw routerError('request_cancelled', {})
  if (gone.aborted) throw gone.reason
}

// A vector of unit length that depends on all the words.
function vectorOf(tokens: readonly number[], length: number): number[] {
  const counts = Array.from({ length }, (_, index) => 1 + tokens.filter((token) => token % length === index).length)
  const norm = Math.hypot(...counts)
  return counts.map((count) => count / norm)
}
