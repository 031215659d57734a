import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sendRaw } from '../../subject/server-process/send-raw.ts'
import type { Answer } from '../../subject/server-process/send-request.ts'
import { type CaseContext, type ErrorCase, prompt, type Scenario, secret } from '../error-case.ts'
import { configLinesIn, setConfigLine } from '../read-steps.ts'
import { seenInAnswer } from '../seen-error.ts'

const path = '/v1/chat/completions'
const jsonType = { 'content-type': 'application/json' }
const isGood = ({ status }: Answer): boolean => status === 200

/** What is asked of who comes: a key, a known name, a known page; and no more than the config allows. */
export const doorCases: readonly ErrorCase[] = [
  { code: 'api_key_missing', title: 'no key where one is asked for', provoke: (context) => provokeAtDoor(context, {}) },
  { code: 'api_key_wrong', title: 'a wrong key', provoke: (context) => provokeAtDoor(context, { authorization: `Bearer ${secret}` }) },
  {
    code: 'host_not_allowed',
    title: 'a name that the config does not list, then does',
    provoke: (context) =>
      provokeConfigured(context, (url) =>
        sendRaw(url, { pieces: ['GET /v1/models HTTP/1.1\r\nHost: ai.example\r\nConnection: close\r\n\r\n'] }),
      ),
  },
  {
    code: 'origin_not_allowed',
    title: 'a page that the config does not list, then does',
    provoke: (context) =>
      provokeConfigured(context, (url) =>
        sendRaw(url, {
          pieces: ['GET /v1/models HTTP/1.1\r\nHost: localhost\r\nOrigin: https://page.example\r\nConnection: close\r\n\r\n'],
        }),
      ),
  },
  {
    code: 'too_many_items',
    title: 'more messages than the config allows, then as many',
    provoke: (context) =>
      provokeConfigured(context, (_url, ask) => ask(path, toChat(context, [prompt, prompt, prompt])), { server: { maxMessages: 2 } }),
  },
  {
    code: 'input_too_long',
    title: 'a longer input than the config allows the task, then as long',
    provoke: (context) =>
      provokeConfigured(context, (_url, ask) => ask('/v1/tasks/intent_classification', { input: prompt }), {
        tasks: { intent_classification: { model: context.weights.id, maxInputTokens: 3 } },
      }),
  },
]

const toChat = ({ weights }: CaseContext, contents: string[]) => ({
  // In turn, as some templates demand.
  messages: contents.map((content, index) => ({ role: index % 2 ? 'assistant' : 'user', content })),
  ...{ model: weights.id, max_tokens: 1 },
})

/** The key is in the file of the config; who sends it is let in. */
async function provokeAtDoor({ servers, weights, temporaryFolder }: CaseContext, headers: Record<string, string>): Promise<Scenario> {
  const key = 'a-key-that-is-long-enough-for-this'
  const apiKeysFile = join(temporaryFolder, `keys-${Object.keys(headers).length}.txt`)
  writeFileSync(apiKeysFile, `${key}\n`, { mode: 0o600 })
  const server = await servers.start({ config: (plain) => ({ ...plain, server: { ...plain.server, apiKeysFile } }) })
  const body = { model: weights.id, messages: [{ role: 'user', content: prompt }], max_tokens: 1 }
  const ask = (sent: Record<string, string>) => server.request(path, { body, headers: { ...jsonType, ...sent } })
  const attempt = async () => seenInAnswer(await ask(headers))
  const remedy = async () =>
    isGood(await ask({ authorization: `Bearer ${key}` })) && isGood(await ask({ 'x-api-key': key })) && !server.stderr().includes(key)
  return { seen: await attempt(), again: attempt, remedy, log: server.stderr }
}

type Send = (url: string, ask: (path: string, body: object) => Promise<Answer>) => Promise<Answer>

/** What a line of the config allows: the line of the steps, put into the config, lets the same request in. */
async function provokeConfigured(
  { servers, weights }: CaseContext,
  send: Send,
  settings: { server?: object; tasks?: object } = {},
): Promise<Scenario> {
  const start = (change: (config: object) => void) =>
    servers.start({
      config: (plain) => {
        const changed = { ...plain, server: { ...plain.server, ...settings.server }, tasks: { ...plain.tasks, ...settings.tasks } }
        change(changed)
        return changed
      },
    })
  const server = await start(() => undefined)
  const sendTo = async ({ url, request }: typeof server) => send(url, (asked, body) => request(asked, { body }))
  const attempt = async () => seenInAnswer(await sendTo(server))
  const seen = await attempt()
  const remedy = async () => {
    const [line] = configLinesIn(seen)
    if (!line) return false
    return isGood(await sendTo(await start((config) => setConfigLine(config, line, weights.id))))
  }
  return { seen, again: attempt, remedy, log: server.stderr }
}
