import { connect } from 'node:net'
import { SubjectFailure } from '../../base/subject-failure.ts'
import type { Answer } from './send-request.ts'

/** A request in its bytes, for what no client would send. Pieces go out one after the other, so many milliseconds apart. */
export type RawRequest = { pieces: readonly string[]; pauseMs?: number }

const deadlineMs = 30_000

/** Sends bytes to a server and reads what it says until it closes the connection. Its answer must have a length. */
export async function sendRaw(url: string, { pieces, pauseMs = 0 }: RawRequest): Promise<Answer> {
  const startedAt = performance.now()
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.setTimeout(deadlineMs, () => socket.destroy())
  // A server that refuses before it has read all closes its end; what cannot be written then is no fault.
  socket.on('error', () => undefined)
  let received = ''
  const closed = new Promise<void>((resolve) => {
    socket.setEncoding('utf8').on('data', (text: string) => {
      received += text
    })
    socket.once('close', () => resolve())
  })
  let sent = 0
  const sendNext = () => {
    if (sent === pieces.length || socket.destroyed) return
    socket.write(pieces[sent++] ?? '', () => setTimeout(sendNext, pauseMs))
  }
  socket.once('connect', sendNext)
  await closed
  return toAnswer(received, performance.now() - startedAt)
}

function toAnswer(received: string, durationMs: number): Answer {
  const [head = '', ...rest] = received.split('\r\n\r\n')
  const [statusLine = '', ...lines] = head.split('\r\n')
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(statusLine)?.[1])
  if (!status) throw new SubjectFailure(`The server closed the connection without an answer: ${received.slice(0, 200)}`)
  const text = rest.join('\r\n\r\n')
  return {
    status,
    headers: Object.fromEntries(lines.map((line) => [line.split(':')[0]?.toLowerCase(), line.replace(/^[^:]*: */, '')])),
    text,
    json: parse(text),
    durationMs,
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
