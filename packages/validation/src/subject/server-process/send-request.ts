import { SubjectFailure } from '../../base/subject-failure.ts'

/** A whole answer of the server. */
export type Answer = {
  status: number
  headers: Record<string, string>
  text: string
  /** Parsed body; undefined when it is not JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: a check looks at whatever came back and asserts its shape itself.
  json: any
  durationMs: number
}

export type RequestOptions = {
  method?: string
  /** Sent as JSON, unless it is text or bytes. */
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
  /** A subject that takes longer has failed. */
  deadlineMs?: number
}

/** Sends one request. A connection that breaks or a deadline that passes is the subject's failure. */
export async function sendRequest(url: string, options: RequestOptions = {}): Promise<Answer> {
  const startedAt = performance.now()
  const response = await openResponse(url, options)
  const text = await response.text().catch((error) => {
    throw new SubjectFailure(`The answer of ${new URL(url).pathname} broke off: ${reasonOf(error)}`)
  })
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    text,
    json: parse(text),
    durationMs: performance.now() - startedAt,
  }
}

/** Sends a request and hands over the response as soon as its headers are there. */
export async function openResponse(url: string, options: RequestOptions = {}): Promise<Response> {
  const { method, body, headers, signal, deadlineMs = 20_000 } = options
  const deadline = AbortSignal.timeout(deadlineMs)
  try {
    return await fetch(url, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body) }),
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    })
  } catch (error) {
    if (signal?.aborted) throw error
    const reason = deadline.aborted ? `no answer within ${deadlineMs} ms` : reasonOf(error)
    throw new SubjectFailure(`${method ?? 'The request'} ${new URL(url).pathname}: ${reason}`)
  }
}

const reasonOf = (error: unknown) => {
  const { message, cause } = error as Error
  return cause instanceof Error ? `${message} (${cause.message})` : message
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
