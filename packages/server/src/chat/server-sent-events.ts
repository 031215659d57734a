import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** How an API writes its events. */
type EventStyle = {
  /** Server-sent events by default. */
  mediaType?: string
  frame(event: object): string
  /** What is sent while there is nothing to say. */
  ping: string
  /** How what went wrong is told. No end follows, so that clients do not take what came for the whole answer. */
  failure(body: object): string
  /** What follows the last event of a whole answer. */
  end?: string
}

const named = (event: object): string => `event: ${(event as { type: string }).type}\ndata: ${JSON.stringify(event)}\n\n`
const comment = ': ping\n\n'
const namedEvents = { frame: named, ping: comment, failure: (body) => named({ type: 'error', ...body }) } satisfies EventStyle

/** The styles that there are. */
export const eventStyles = {
  /** OpenAI's chats and completions: no names, and a mark at the end. */
  openAiChunks: {
    frame: (event) => `data: ${JSON.stringify(event)}\n\n`,
    ping: comment,
    failure: (body) => `event: error\ndata: ${JSON.stringify(body)}\n\n`,
    end: 'data: [DONE]\n\n',
  },
  /** llama.cpp's own: no names, and no mark at the end. */
  llamaChunks: {
    frame: (event) => `data: ${JSON.stringify(event)}\n\n`,
    ping: comment,
    failure: (body) => `data: ${JSON.stringify(body)}\n\n`,
  },
  /** Each named by the `type` of its data: OpenAI's Responses and the routes of our own. */
  named: namedEvents,
  /** Ollama's: a line of JSON for each. No line says nothing, so there are no pings. */
  lines: {
    mediaType: 'application/x-ndjson',
    frame: (event) => `${JSON.stringify(event)}\n`,
    ping: '',
    failure: (body) => `${JSON.stringify(body)}\n`,
  },
  /** Anthropic's, where a ping is an event too. */
  anthropic: { ...namedEvents, ping: named({ type: 'ping' }) },
} satisfies Record<string, EventStyle>

/** How long a stream may say nothing, so that no proxy or client takes it for dead while a long prompt is read. */
export const pingIntervalMs = 10_000

// The last keeps proxies from gathering events.
const headers = { 'cache-control': 'no-cache', 'x-accel-buffering': 'no' }

/** Answers a request with events; one that fails on its way ends with the error, in the shape of the route's API. */
export function sendEvents(request: FastifyRequest, reply: FastifyReply, events: AsyncIterable<object>, style: EventStyle): FastifyReply {
  const frames = toFrames(events, style, (thrown) => request.toErrorBody(request.fail(thrown)))
  reply.headers(headers).type(style.mediaType ?? 'text/event-stream; charset=utf-8')
  // A generator is asked for the next event only when the client took the last one, so a slow reader slows its own generation.
  return reply.send(Readable.from(withPings(frames, style.ping)))
}

/** Writes events as an API does, to their end or their failure. */
export async function* toFrames(
  events: AsyncIterable<object>,
  style: EventStyle,
  toErrorBody: (thrown: unknown) => object,
): AsyncGenerator<string> {
  try {
    for await (const event of events) yield style.frame(event)
    if (style.end) yield style.end
  } catch (thrown) {
    yield style.failure(toErrorBody(thrown))
  }
}

/** Passes frames on, and a ping whenever none came for so long; one at once when the first is not there yet, since that was waited for already. */
export async function* withPings(frames: AsyncIterable<string>, ping: string, intervalMs = pingIntervalMs): AsyncGenerator<string> {
  const iterator = frames[Symbol.asyncIterator]()
  let wake = () => {}
  const first = setTimeout(() => wake(), 0)
  // One timer for all the others: it is cheaper to set back than to make.
  const timer = setTimeout(() => wake(), intervalMs)
  try {
    for (let next = iterator.next(); ; ) {
      timer.refresh()
      const result = await new Promise<IteratorResult<string> | undefined>((resolve, reject) => {
        wake = () => resolve(undefined)
        next.then(resolve, reject)
      })
      clearTimeout(first)
      if (result?.done) return
      yield result?.value ?? ping
      if (result) next = iterator.next()
    }
  } finally {
    clearTimeout(first)
    clearTimeout(timer)
    await iterator.return?.()
  }
}
