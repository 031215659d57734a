import { once } from 'node:events'
import { request } from 'node:http'
import { check } from '../../src/checks/check.ts'

const page = 'https://pages.example'
const chat = '/v1/chat/completions'

check(
  {
    supports: 'browser-safety',
    promise: 'A web page cannot use the server: no other name than its own reaches it, no foreign origin is let in or told that it may',
  },
  async ({ target }) => {
    const findings = target.findings()
    const body = target.chatBody('Say hi.', { max_tokens: 1 })
    const rebound = { host: 'pages.example' }
    const status = await statusOf(`${target.url}${chat}`, { ...target.headers, ...rebound }, JSON.stringify(body))
    if (typeof status === 'string' || status < 400) {
      findings.add('a name that was rebound', `answered ${status}`, target.curlFor(chat, { body, headers: rebound }))
    }

    // The kind of request that a page may send without asking first.
    const simple = await target.ask(chat, { body: JSON.stringify(body), headers: { origin: page, 'content-type': 'text/plain' } })
    if (simple.status < 400) findings.add('a page that does not ask', `answered ${simple.status}`, simple)
    const preflight = await target.ask(chat, {
      method: 'OPTIONS',
      headers: { origin: page, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    })
    for (const [item, asked] of [
      ['a page that does not ask', simple],
      ['a page that asks', preflight],
    ] as const) {
      const allowed = asked.headers['access-control-allow-origin']
      if (allowed === '*' || allowed === page) findings.add(item, `access-control-allow-origin is ${allowed}`, asked)
    }
    findings.mustBeNone()
  },
)

/** The status of an answer, or why there is none. fetch sends no Host of ours, so this goes out by hand. */
async function statusOf(url: string, headers: Record<string, string>, body: string): Promise<number | string> {
  const outgoing = request(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers } })
  outgoing.end(body)
  try {
    const [response] = await once(outgoing, 'response')
    response.resume()
    return response.statusCode ?? 0
  } catch (error) {
    return `not at all: ${(error as Error).message}`
  }
}
