import type { ChosenTokenLogprob, EndReason, Usage } from '@honestai/core'
import type { OpenedChat } from '../../../chat/open-chat.ts'
import type { ChatFacts } from '../../../chat/to-chat-facts.ts'

/** One prompt and its answers. `echo` stands before each of them. */
export type OpenedPrompt = OpenedChat & { echo: string }

/** What comes out of all prompts of a request; exactly one `end` comes last. Answers are numbered through all prompts. */
export type CompletionPiece =
  | { type: 'text'; index: number; model: string; text: string; logprobs?: ChosenTokenLogprob[] | undefined }
  | { type: 'answer-end'; index: number; model: string; reason: EndReason }
  | { type: 'end'; usage: Usage; facts: ChatFacts }

/** The pieces of all answers, prompt by prompt; each prompt has so many answers. */
export async function* completionPieces(prompts: AsyncIterable<OpenedPrompt>, choices: number): AsyncGenerator<CompletionPiece> {
  let usage: Usage = { promptTokens: 0, cachedTokens: 0, completionTokens: 0, reasoningTokens: 0 }
  let facts: ChatFacts | undefined
  let first = 0
  for await (const prompt of prompts) {
    let isEchoed = prompt.echo === ''
    for await (const event of prompt.events) {
      const model = prompt.toModel()
      for (let choice = 0; choice < choices && !isEchoed; choice++) yield { type: 'text', index: first + choice, model, text: prompt.echo }
      isEchoed = true
      if (event.type === 'text-delta') {
        yield { type: 'text', index: first + (event.choice ?? 0), model, text: event.text, logprobs: event.logprobs }
      }
      if (event.type !== 'end') continue
      for (const [choice, { reason }] of (event.choices ?? [event]).entries()) {
        yield { type: 'answer-end', index: first + choice, model, reason }
      }
      usage = add(usage, event.usage)
      facts ??= prompt.toFacts()
    }
    first += choices
  }
  if (!facts) throw new Error('The engine ended a chat without an end event.')
  yield { type: 'end', usage, facts }
}

const add = (one: Usage, other: Usage): Usage => ({
  promptTokens: one.promptTokens + other.promptTokens,
  cachedTokens: one.cachedTokens + other.cachedTokens,
  completionTokens: one.completionTokens + other.completionTokens,
  reasoningTokens: one.reasoningTokens + other.reasoningTokens,
})
