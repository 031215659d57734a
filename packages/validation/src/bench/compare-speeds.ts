import type { Engine } from '@honestai/core'
import { readChat } from '../asking/read-chat.ts'
import type { RunningServer } from '../subject/server-process/running-server.ts'

/** One generation, timed. */
export type Timing = { firstTextMs: number; durationMs: number; tokensPerSecond: number }

/** The engine called directly and the same weights over HTTP, timed in turn. */
export type Comparison = { direct: Timing[]; http: Timing[] }

export type ComparisonOptions = {
  engine: Engine
  server: RunningServer
  model: string
  rounds: number
  maxTokens: number
  /** Ends early, with what was measured by then. */
  deadlineMs?: number
}

/** Asks the engine directly and over HTTP in alternation, so that whatever else the machine does falls on both alike. */
export async function compareSpeeds({
  engine,
  server,
  model,
  rounds,
  maxTokens,
  deadlineMs = 60_000,
}: ComparisonOptions): Promise<Comparison> {
  const comparison: Comparison = { direct: [], http: [] }
  const startedAt = performance.now()
  const question = 'Count to 30.'
  const direct = async () => {
    const { firstTextMs, durationMs, tokens } = await readChat(engine, {
      messages: [{ role: 'user', content: question }],
      sampling: { temperature: 0 },
      maxTokens,
    })
    return toTiming(firstTextMs, durationMs, tokens.length)
  }
  const http = async () => {
    const { textAtMs, durationMs, usage } = await server.stream(question, { model, max_tokens: maxTokens })
    return toTiming(textAtMs[0] ?? durationMs, durationMs, usage.completion_tokens)
  }
  // Once each unmeasured: the first request over HTTP loads the weights.
  await direct()
  await http()
  for (let round = 0; round < rounds && performance.now() - startedAt < deadlineMs; round++) {
    // Whoever goes second finds warmer caches, so they take turns.
    const order = round % 2 ? [http, direct] : [direct, http]
    for (const measure of order) (measure === direct ? comparison.direct : comparison.http).push(await measure())
  }
  return comparison
}

const toTiming = (firstTextMs: number, durationMs: number, tokens: number): Timing => ({
  firstTextMs,
  durationMs,
  tokensPerSecond: (tokens / durationMs) * 1_000,
})
