import { canaryConfig } from '@honestai/core'
import { expect, test } from 'vitest'
import { serverWith } from '../../testing/server-with.ts'

const config = { ...canaryConfig(), server: { ...canaryConfig().server, allowedHosts: ['ai.example.org'] } }
const app = serverWith({}, { config })

test.each(['localhost:8080', '127.0.0.1:8080', 'ai.example.org'])('a request to %s is answered', async (host) => {
  expect((await app.inject({ url: '/v1/models', headers: { host } })).statusCode).toBe(200)
})

test.each(['/v1/models', '/livez', '/docs/errors', '/nowhere'])('a page that rebinds its own name gets nothing of %s', async (url) => {
  const response = await app.inject({ url, headers: { host: 'rebound.evil.example:8080', origin: 'http://rebound.evil.example:8080' } })
  expect([response.statusCode, response.json().error]).toEqual([
    421,
    expect.objectContaining({ code: 'host_not_allowed', param: 'Host', message: expect.stringContaining('rebound.evil.example:8080') }),
  ])
})
