import type { ErrorBody } from '@honestai/core'

/**
 * Frames chunks as server-sent events, with `[DONE]` at the end. A failure becomes an `error` event and no `[DONE]` follows:
 * OpenAI's clients then throw instead of taking what came for the whole answer.
 */
export async function* toServerSentEvents(
  chunks: AsyncIterable<object>,
  toErrorBody: (error: unknown) => ErrorBody,
): AsyncGenerator<string> {
  try {
    for await (const chunk of chunks) yield `data: ${JSON.stringify(chunk)}\n\n`
    yield 'data: [DONE]\n\n'
  } catch (error) {
    yield `event: error\ndata: ${JSON.stringify(toErrorBody(error))}\n\n`
  }
}
