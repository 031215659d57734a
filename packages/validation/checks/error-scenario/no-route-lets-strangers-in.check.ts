import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { listRoutes } from '../../src/asking/list-routes.ts'
import { check } from '../../src/checks/check.ts'
import { sendRaw } from '../../src/subject/server-process/send-raw.ts'

const key = 'a-key-that-is-long-enough-for-this'
const page = 'https://page.example'
const trusted = 'https://trusted.example'

/** Routes that answer without a key: probes, explanations, and a page whose script asks for the key; none holds anything of the user's. */
const isOpen = (path: string): boolean => /^\/(livez|readyz|openapi\.json|(docs|status-page)\/.+)?$/.test(path)

/** How a request comes, and what it must get at every route. */
const visits: { who: string; headers: string[]; host?: string; wanted: (path: string) => string }[] = [
  { who: 'nobody with a key', headers: [], wanted: (path) => (isOpen(path) ? 'let in' : 'api_key_missing') },
  {
    who: 'somebody with a wrong key',
    headers: ['Authorization: Bearer wrong-key-wrong-key'],
    wanted: (path) => (isOpen(path) ? 'let in' : 'api_key_wrong'),
  },
  {
    who: 'a rebound name, with the key',
    host: 'rebound.example',
    headers: [`Authorization: Bearer ${key}`],
    wanted: () => 'host_not_allowed',
  },
  { who: 'a page, with the key', headers: [`Authorization: Bearer ${key}`, `Origin: ${page}`], wanted: () => 'origin_not_allowed' },
  {
    who: 'a file on the disk, with the key',
    headers: [`Authorization: Bearer ${key}`, 'Origin: null'],
    wanted: () => 'origin_not_allowed',
  },
  {
    who: 'an image of a page',
    headers: [`Authorization: Bearer ${key}`, 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: no-cors'],
    wanted: () => 'origin_not_allowed',
  },
  { who: 'who has the key', headers: [`Authorization: Bearer ${key}`], wanted: () => 'let in' },
  { who: 'a page that the config names, with the key', headers: [`X-Api-Key: ${key}`, `Origin: ${trusted}`], wanted: () => 'let in' },
]

check(
  {
    proves: 'browser-safety',
    promise:
      'At every route of the server a page that the config does not name, a rebound name and whoever has no key are turned away before anything is done; who has the key is let in',
    timeoutMs: 90_000,
  },
  async ({ servers, subject, temporaryFolder, evidence }) => {
    const apiKeysFile = join(temporaryFolder, 'keys.txt')
    writeFileSync(apiKeysFile, `${key}\n`, { mode: 0o600 })
    const server = await servers.start({
      config: (plain) => ({ ...plain, server: { ...plain.server, apiKeysFile, allowedOrigins: [trusted] } }),
    })
    const routes = await listRoutes(subject.config)
    const send = async (method: string, path: string, host: string, headers: readonly string[]) => {
      const head = [
        `${method} ${path} HTTP/1.1`,
        `Host: ${host}`,
        'Connection: close',
        ...headers,
        ...(method === 'POST' ? ['Content-Type: application/json', 'Content-Length: 2'] : []),
      ]
      const {
        status,
        json,
        headers: answered,
      } = await sendRaw(server.url, { pieces: [`${head.join('\r\n')}\r\n\r\n${method === 'POST' ? '{}' : ''}`] })
      // In Ollama's shape the error is a text, and its parts stand beside it.
      const code = json?.error?.code ?? json?.honestai?.code ?? null
      const turnedAway = [401, 403, 421].includes(status)
      return { status, got: turnedAway ? code : 'let in', allowsOrigin: answered['access-control-allow-origin'] ?? null }
    }
    const answers = []
    for (const { method, path } of routes) {
      for (const { who, host = 'localhost', headers, wanted } of visits)
        answers.push({ method, path, who, wanted: wanted(path), ...(await send(method, path, host, headers)) })
    }
    const preflights = []
    for (const origin of [page, trusted]) {
      const asking = [`Origin: ${origin}`, 'Access-Control-Request-Method: POST', 'Access-Control-Request-Headers: content-type']
      preflights.push({ origin, ...(await send('OPTIONS', '/v1/chat/completions', 'localhost', asking)) })
    }
    const loads = server.logs().filter(({ event }) => event === 'load-started')
    evidence.json('matrix', { routes, answers, preflights, loads })

    expect(routes.length, 'routes').toBeGreaterThan(10)
    expect(answers.filter(({ got, wanted }) => got !== wanted)).toEqual([])
    expect(answers.filter(({ allowsOrigin }) => allowsOrigin !== null && allowsOrigin !== trusted)).toEqual([])
    expect(preflights).toEqual([
      { origin: page, status: 403, got: 'origin_not_allowed', allowsOrigin: null },
      { origin: trusted, status: 204, got: 'let in', allowsOrigin: trusted },
    ])
    expect(loads, 'nothing was done for any of them').toEqual([])
  },
)
