import type { Engine } from '@honestai/core'
import { readChat } from '../../asking/read-chat.ts'
import { median } from '../statistics/interval.ts'
import { makePrompt, type Prompt } from '../weights/make-prompt.ts'
import { streamChat, type TimedChat } from './stream-chat.ts'

/** What chats that ran at the same time came to. */
export type Load = {
  /** Of all together, from the first question to the last end. */
  tokensPerSecond: number
  /** Median of the chats. */
  firstTokenMs: number
  promptTokens: number
  completionTokens: number
}

/** Asks all questions at the same time and waits for all answers. */
export async function measureLoad(questions: readonly Question[], ask: (question: Question) => Promise<TimedChat>): Promise<Load> {
  const startedMs = performance.now()
  const chats = await Promise.all(questions.map(ask))
  const tookMs = performance.now() - startedMs
  const sum = (read: (chat: TimedChat) => number) => chats.reduce((total, chat) => total + read(chat), 0)
  const completionTokens = sum((chat) => chat.completionTokens)
  return {
    tokensPerSecond: (completionTokens * 1_000) / tookMs,
    firstTokenMs: median(chats.map(({ firstTokenMs }) => firstTokenMs)),
    promptTokens: sum((chat) => chat.promptTokens),
    completionTokens,
  }
}

/** A question as both sides are asked it. */
export type Question = Pick<Prompt, 'messages'>

const [promptTokens, newTokens] = [64, 64]

/** So many questions of 64 tokens, others in every round. */
export function makeQuestions(engine: Engine, width: number, round: number): Promise<Question[]> {
  return Promise.all(Array.from({ length: width }, (_, index) => makePrompt(engine, promptTokens, round * 64 + index)))
}

/** Asks a server of OpenAI's API. */
export const overHttp =
  (url: string, model: string, maxTokens = newTokens) =>
  ({ messages }: Question): Promise<TimedChat> =>
    streamChat(url, { model, messages, max_tokens: maxTokens, ignore_eos: true })

/** Asks the engine called directly. */
export const directly =
  (engine: Engine, maxTokens = newTokens) =>
  async ({ messages }: Question): Promise<TimedChat> => {
    const { firstTextMs, usage } = await readChat(engine, { messages, sampling: { temperature: 0 }, maxTokens, ignoreEos: true })
    return { firstTokenMs: firstTextMs, promptTokens: usage.promptTokens, completionTokens: usage.completionTokens }
  }

/** Throws unless both sides had the same work: the same prompts, and as many tokens to write. */
export function checkSameWork(ours: readonly Load[], others: readonly Load[]): void {
  for (const [round, load] of ours.entries()) {
    const other = others[round] ?? load
    if (load.promptTokens === other.promptTokens && load.completionTokens === other.completionTokens) continue
    const tokens = ({ promptTokens, completionTokens }: Load) => `${promptTokens} and ${completionTokens}`
    throw new Error(`Not the same work: ${tokens(load)} prompt and answer tokens on our side, ${tokens(other)} on the other.`)
  }
}
