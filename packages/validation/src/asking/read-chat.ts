import type { ChatRequest, Engine, Usage } from '@honestai/core'

/** A whole answer of an engine. */
export type DirectAnswer = { text: string; usage: Usage; tokens: number[]; reason: string; firstTextMs: number; durationMs: number }

/** Asks an engine directly and puts its events together. */
export async function readChat(engine: Engine, request: ChatRequest): Promise<DirectAnswer> {
  const startedAt = performance.now()
  let text = ''
  let firstTextMs = 0
  for await (const event of engine.chat(request)) {
    if (event.type === 'text-delta') {
      firstTextMs ||= performance.now() - startedAt
      text += event.text
    }
    if (event.type === 'end') {
      const { usage, tokens, reason } = event
      return { text, usage, tokens, reason, firstTextMs, durationMs: performance.now() - startedAt }
    }
  }
  throw new Error('The engine ended without an end event.')
}
