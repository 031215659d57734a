import type { Engine } from '@honestai/core'
import type { Prompt } from '../weights/make-prompt.ts'

/** Answers all prompts at the same time, greedily and to the last token whatever the model ends; gives how many tokens each got. */
export async function runChats(engine: Engine, prompts: readonly Pick<Prompt, 'messages'>[], newTokens: number): Promise<number[]> {
  return Promise.all(prompts.map(({ messages }) => runChat(engine, messages, newTokens)))
}

async function runChat(engine: Engine, messages: Prompt['messages'], newTokens: number): Promise<number> {
  const request = { messages, sampling: { temperature: 0 }, maxTokens: newTokens, ignoreEos: true }
  for await (const event of engine.chat(request)) if (event.type === 'end') return event.usage.completionTokens
  throw new Error('The engine ended a chat without an end event.')
}
