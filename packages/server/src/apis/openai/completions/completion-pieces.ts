import type { ChosenTokenLogprob, EndReason, Usage } from '@honestai/core'
import { addUsage } from '../../../chat/add-usage.ts'
import type { ChatMetadata } from '../../../chat/chat-metadata.ts'
import type { OpenedChat } from '../../../chat/open-chat.ts'

/** One prompt and its answers. `echo` stands before each of them. */
export type OpenedPrompt = OpenedChat & { echo: string }

/** What comes out of all prompts of a request; exactly one `end` comes last. Answers are numbered through all prompts. */
export type CompletionPiece =
  | { type: 'text'; index: number; model: string; text: string; logprobs?: ChosenTokenLogprob[] | undefined }
  | { type: 'answer-end'; index: number; model: string; reason: EndReason }
  | { type: 'end'; usage: Usage; metadata: ChatMetadata }

/** The pieces of all answers, prompt by prompt; each prompt has so many answers. */
export async function* completionPieces(prompts: AsyncIterable<OpenedPrompt>, choices: number): AsyncGenerator<CompletionPiece> {
  let usage: Usage | undefined
  let metadata: ChatMetadata | undefined
  let first = 0
  for await (const prompt of prompts) {
    let { model } = prompt.asked
    for await (const event of prompt.events) {
      if (event.type === 'start') {
        model = event.metadata.model
        const echoing = prompt.echo === '' ? 0 : choices
        for (let choice = 0; choice < echoing; choice++) yield { type: 'text', index: first + choice, model, text: prompt.echo }
      }
      if (event.type === 'text-delta') {
        yield { type: 'text', index: first + (event.choice ?? 0), model, text: event.text, logprobs: event.logprobs }
      }
      if (event.type !== 'end') continue
      for (const [choice, { reason }] of (event.choices ?? [event]).entries()) {
        yield { type: 'answer-end', index: first + choice, model, reason }
      }
      usage = addUsage(usage, event.usage)
      metadata ??= event.metadata
    }
    first += choices
  }
  if (!usage || !metadata) throw new Error('The engine ended a chat without an end event.')
  yield { type: 'end', usage, metadata }
}
