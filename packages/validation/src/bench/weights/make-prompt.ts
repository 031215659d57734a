import type { ChatMessage, Engine } from '@honestai/core'
import { createRandom } from '../statistics/random-source.ts'

// Common words, most of them one token in every vocabulary.
const words = 'time year people way day man thing woman life child world school state family student group country problem hand part'.split(
  ' ',
)

/** A chat, and how many tokens it takes as the model's template renders it. */
export type Prompt = { messages: ChatMessage[]; promptTokens: number }

/**
 * Makes a question that ends a chat of about so many tokens, template included; another for every seed, so that no slot holds it
 * already. `before`: the turns that the chat begins with.
 */
export async function makePrompt(engine: Engine, tokens: number, seed: number, before: readonly ChatMessage[] = []): Promise<Prompt> {
  const random = createRandom(seed * 7_919 + 1)
  // Numbers drawn one after the other from neighbouring seeds are alike.
  for (let skip = 0; skip < 16; skip++) random()
  const ask = (content: string[]) => ({ messages: [...before, { role: 'user' as const, content: content.join(' ') }], sampling: {} })
  const chosen: string[] = []
  for (;;) {
    const request = ask(chosen)
    const promptTokens = (await engine.promptTokens(request)).length
    if (promptTokens >= tokens) return { messages: request.messages, promptTokens }
    // Half of what is missing each time: a word may be more than one token.
    for (let missing = Math.ceil((tokens - promptTokens) / 2); missing > 0; missing--) chosen.push(words[random() % words.length] ?? '')
  }
}
