import { Agent, type IncomingMessage, request } from 'node:http'

/** A chat as whoever asked sees it: milliseconds from the question to the first text, and the counts of who answered. */
export type TimedChat = { firstTokenMs: number; promptTokens: number; completionTokens: number }

const agent = new Agent({ keepAlive: true })
const firstContent = /"content":"[^"]/

/**
 * Asks for a streamed chat completion and reads it with as little work as can be: a client that parses every event would take the cores
 * that are being measured. The counts are the server's own.
 */
export async function streamChat(url: string, body: object): Promise<TimedChat> {
  const startedMs = performance.now()
  const incoming = await post(`${url}/v1/chat/completions`, {
    ...body,
    temperature: 0,
    stream: true,
    stream_options: { include_usage: true },
  })
  let firstTokenMs = Number.NaN
  let tail = ''
  for await (const chunk of incoming.setEncoding('utf8')) {
    if (Number.isNaN(firstTokenMs) && firstContent.test(chunk)) firstTokenMs = performance.now() - startedMs
    // The usage comes last, and may come in pieces.
    tail = (tail + chunk).slice(-4_096)
  }
  if (incoming.statusCode !== 200) throw new Error(`A stream was answered ${incoming.statusCode}: ${tail}`)
  return { firstTokenMs, ...readUsage(tail) }
}

function post(url: string, body: object): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const outgoing = request(url, { method: 'POST', agent, headers: { 'content-type': 'application/json' } }, resolve)
  outgoing.on('error', reject).end(JSON.stringify(body))
  return promise
}

function readUsage(tail: string): Omit<TimedChat, 'firstTokenMs'> {
  const last = tail.split('\n').findLast((line) => line.includes('"usage":{'))
  if (last === undefined) throw new Error(`A stream ended without usage: ${tail.slice(-300)}`)
  const { usage } = JSON.parse(last.slice('data: '.length))
  return { promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens }
}
