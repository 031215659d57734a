import type { HubSettings } from '../../config/environment/read-hub-settings.ts'
import { type HubDetails, RouterError, routerError } from '../../errors.ts'
import { explainHubAnswer, explainNetworkFailure } from './explain-hub-answer.ts'

/** What a pull knows about its requests. */
export type HubFetchOptions = {
  hub: HubSettings
  details: HubDetails
  revision: string
  /** Longest time without a byte, in milliseconds. */
  stallTimeoutMs: number
  signal: AbortSignal
}

/**
 * A `fetch` for one pull: it alone knows the token and sends it to the hub only, ends when no byte comes, and turns
 * every answer but a good one, and every failed connection, into an error of the table.
 */
export function createHubFetch({ hub, details, revision, stallTimeoutMs, signal }: HubFetchOptions): typeof fetch {
  const hubOrigin = new URL(hub.endpoint).origin
  const tokenSet = hub.token !== undefined

  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const headers = new Headers(init?.headers)
    // A redirect to another origin loses the header by the rules of fetch; a link to one never gets it here.
    if (hub.token !== undefined && url.origin === hubOrigin) headers.set('Authorization', `Bearer ${hub.token}`)
    const watch = new StallWatch(stallTimeoutMs)
    const explain = (error: unknown) => {
      if (signal.aborted) return routerError('pull_stopped', { source: details.source })
      if (watch.stalled) return routerError('hub_stalled', { ...details, seconds: stallTimeoutMs / 1000 })
      return explainNetworkFailure(error, details)
    }
    try {
      const answer = await watch.during(() => fetch(url, { ...init, headers, signal: AbortSignal.any([signal, watch.signal]) }))
      if (!answer.ok) {
        await answer.body?.cancel()
        const fromHub = !answer.url || new URL(answer.url).origin === hubOrigin
        throw explainHubAnswer(answer, { details, revision, tokenSet, fromHub })
      }
      const body = answer.body && ReadableStream.from(readWatched(answer.body, watch, explain))
      return new Response(body, { status: answer.status, headers: answer.headers })
    } catch (error) {
      throw error instanceof RouterError ? error : explain(error)
    }
  }
}

async function* readWatched(body: ReadableStream<Uint8Array>, watch: StallWatch, explain: (error: unknown) => Error) {
  const reader = body.getReader()
  try {
    for (;;) {
      const { done, value } = await watch.during(() => reader.read())
      if (done) return
      yield value
    }
  } catch (error) {
    throw explain(error)
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

/** Ends a request when one wait for the other side takes too long; time that this side takes does not count. */
class StallWatch {
  readonly #controller = new AbortController()
  readonly #timeoutMs: number

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  get stalled(): boolean {
    return this.#controller.signal.aborted
  }

  async during<Value>(wait: () => Promise<Value>): Promise<Value> {
    const timer = setTimeout(() => this.#controller.abort(), this.#timeoutMs)
    try {
      return await wait()
    } finally {
      clearTimeout(timer)
    }
  }
}
