import { Agent, type IncomingMessage, request } from 'node:http'

/** A chat as whoever asked sees it: milliseconds from the question to the first text, and the counts of who answered. */
export type TimedChat = { firstTokenMs: number; promptTokens: number; completionTokens: number }

/** Events with text that came in together. */
export type Arrival = {
  /** Milliseconds from the question. */
  atMs: number
  events: number
}

/** A streamed chat with the moments at which its text came in. */
export type StreamedChat = TimedChat & { arrivals: Arrival[]; cachedTokens: number; durationMs: number }

/** A stream that was not answered: refused, as by a full queue, or failed. */
export class StreamRefused extends Error {
  readonly status: number

  constructor(status: number, text: string) {
    super(`A stream was answered ${status}: ${text}`)
    this.status = status
  }
}

const agent = new Agent({ keepAlive: true })
/** An event whose delta holds text: an empty one only tells the role. */
const content = /"(?:reasoning_)?content":\s*"(?!")/g

/**
 * Asks for a streamed chat completion and reads it with as little work as can be: a client that parses every event would take the cores
 * that are being measured. The counts are the server's own.
 */
export async function streamChat(url: string, body: object): Promise<StreamedChat> {
  const startedMs = performance.now()
  const incoming = await post(`${url}/v1/chat/completions`, {
    ...body,
    temperature: 0,
    stream: true,
    stream_options: { include_usage: true },
  })
  const arrivals: Arrival[] = []
  let [unfinished, tail] = ['', '']
  for await (const chunk of incoming.setEncoding('utf8')) {
    const text: string = unfinished + chunk
    const end = text.lastIndexOf('\n\n') + 1
    unfinished = text.slice(end)
    const events = text.slice(0, end).match(content)?.length ?? 0
    if (events > 0) arrivals.push({ atMs: performance.now() - startedMs, events })
    // The usage comes last, and may come in pieces.
    tail = (tail + chunk).slice(-4_096)
  }
  const durationMs = performance.now() - startedMs
  if (incoming.statusCode !== 200) throw new StreamRefused(incoming.statusCode ?? 0, tail)
  return { firstTokenMs: arrivals[0]?.atMs ?? Number.NaN, arrivals, durationMs, ...readUsage(tail) }
}

function post(url: string, body: object): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const outgoing = request(url, { method: 'POST', agent, headers: { 'content-type': 'application/json' } }, resolve)
  outgoing.on('error', reject).end(JSON.stringify(body))
  return promise
}

function readUsage(tail: string): Pick<StreamedChat, 'promptTokens' | 'cachedTokens' | 'completionTokens'> {
  const last = tail.split('\n').findLast((line) => /"usage":\s*\{/.test(line))
  if (last === undefined) throw new Error(`A stream ended without usage: ${tail.slice(-300)}`)
  const { usage } = JSON.parse(last.replace(/^data:\s*/, ''))
  return {
    promptTokens: usage.prompt_tokens,
    cachedTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
    completionTokens: usage.completion_tokens,
  }
}
