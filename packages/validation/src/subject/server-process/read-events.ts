import { EventSourceParserStream } from 'eventsource-parser/stream'
import { SubjectFailure } from '../../base/subject-failure.ts'

/** One server-sent event with the moment it came in, counted from the request. */
export type StreamEvent = {
  atMs: number
  /** Name of the event, where it has one. */
  event: string | null
  data: string
}

/** Reads a stream of server-sent events as they come in. */
export async function* readEvents(response: Response, startedAt: number): AsyncGenerator<StreamEvent> {
  if (!response.body) throw new SubjectFailure('The stream has no body.')
  const events = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
  try {
    for await (const { event, data } of events) yield { atMs: performance.now() - startedAt, event: event ?? null, data }
  } catch (error) {
    throw new SubjectFailure(`The stream broke off: ${(error as Error).message}`)
  }
}
