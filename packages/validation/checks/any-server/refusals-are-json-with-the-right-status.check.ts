import { check } from '../../src/checks/check.ts'
import type { RequestOptions } from '../../src/subject/server-process/send-request.ts'
import { errorBody } from '../../src/subject/target/wire-shapes.ts'

const chat = '/v1/chat/completions'
const hi = [{ role: 'user', content: 'Say hi.' }]
const bad = [400, 422]

type Case = { item: string; path: string; options: RequestOptions; statuses: readonly number[] }

const cases = (model: string): Case[] => [
  { item: 'a body that is no JSON', path: chat, options: { body: '{"model": ' }, statuses: bad },
  { item: 'an empty object', path: chat, options: { body: {} }, statuses: bad },
  { item: 'a list for a body', path: chat, options: { body: [] }, statuses: bad },
  { item: 'no messages', path: chat, options: { body: { model, max_tokens: 1 } }, statuses: bad },
  { item: 'messages that are text', path: chat, options: { body: { model, messages: 'Say hi.', max_tokens: 1 } }, statuses: bad },
  {
    item: 'a role that there is not',
    path: chat,
    options: { body: { model, messages: [{ role: 'wizard', content: 'Say hi.' }], max_tokens: 1 } },
    statuses: [200, ...bad],
  },
  {
    item: 'a temperature in words',
    path: chat,
    options: { body: { model, messages: hi, temperature: 'hot', max_tokens: 1 } },
    statuses: bad,
  },
  { item: 'fewer than no tokens', path: chat, options: { body: { model, messages: hi, max_tokens: -7 } }, statuses: bad },
  { item: 'a route that there is not', path: '/v1/no-such-route', options: {}, statuses: [404] },
  { item: 'a method that the route has not', path: chat, options: { method: 'DELETE' }, statuses: [404, 405] },
]

/** What shows the inside of a server: stack traces of some languages, and paths of its machine. */
const inside = /\bat .+:\d+:\d+\)|Traceback \(most recent|goroutine \d+|\/(home|root|usr|opt|var|Users)\//

check(
  {
    supports: ['error-propagation', 'error-experience'],
    promise: 'What is wrong with a request is told as JSON with a message and the right status, and shows nothing of the inside',
    timeoutMs: 60_000,
  },
  async ({ target }) => {
    const findings = target.findings()
    for (const { item, path, options, statuses } of cases(target.model)) {
      const asked = await target.ask(path, options)
      if (!statuses.includes(asked.status)) findings.add(item, `answered ${asked.status}, not ${statuses.join(' or ')}`, asked)
      if (asked.status < 400) continue
      if (!errorBody.safeParse(asked.json).success)
        findings.add(item, `the body is no error of the original's shape: ${asked.text.slice(0, 200)}`, asked)
      if (inside.test(asked.text)) findings.add(item, `it shows its inside: ${asked.text.slice(0, 300)}`, asked)
    }
    await target.chat('Say hi.', { max_tokens: 1 })
    findings.mustBeNone()
  },
)
