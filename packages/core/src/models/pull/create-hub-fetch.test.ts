import nock from 'nock'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { RouterError } from '../../errors.ts'
import { createHubFetch } from './create-hub-fetch.ts'

const endpoint = 'https://hub.example'
const token = 'hf_verysecret'
const details = { source: 'hf:owner/model', repository: 'owner/model', endpoint, page: `${endpoint}/owner/model` }

// No test here may reach a network, whatever the code under test does.
beforeAll(() => nock.disableNetConnect())
afterEach(() => nock.cleanAll())
afterAll(() => {
  nock.enableNetConnect()
  nock.restore()
})

const hubFetch = createHubFetch({
  hub: { endpoint, token, offline: false },
  details,
  revision: 'main',
  stallTimeoutMs: 1_000,
  signal: new AbortController().signal,
})

const failure = (url = `${endpoint}/file`): Promise<RouterError> =>
  hubFetch(url).then(
    () => expect.unreachable(),
    (error) => error,
  )

test.each([
  { reason: 'ENOTFOUND', code: 'hub_name_unresolved' },
  { reason: 'EAI_AGAIN', code: 'hub_name_unresolved' },
  { reason: 'SELF_SIGNED_CERT_IN_CHAIN', code: 'hub_tls_failed' },
  { reason: 'CERT_HAS_EXPIRED', code: 'hub_tls_failed' },
  { reason: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', code: 'hub_tls_failed' },
  { reason: 'ECONNREFUSED', code: 'hub_unreachable' },
  { reason: 'ECONNRESET', code: 'hub_unreachable' },
  { reason: 'ETIMEDOUT', code: 'hub_unreachable' },
])('a connection that fails with $reason is told as $code', async ({ reason, code }) => {
  nock(endpoint)
    .get('/file')
    .replyWithError(Object.assign(new Error(`getaddrinfo ${token}`), { code: reason }))
  const error = await failure()
  expect(error).toMatchObject({ code, details: { reason } })
  expect(JSON.stringify([error.toBody(), error.details, error.stack, error.cause])).not.toContain('secret')
})

test('an address that the network is cut from is told, not thrown as something else', async () => {
  expect((await failure('https://elsewhere.example/file')).code).toBe('hub_unreachable')
})

test('the token goes to the hub, and not to another host', async () => {
  nock(endpoint, { reqheaders: { authorization: `Bearer ${token}` } })
    .get('/file')
    .reply(200, 'yes')
  nock('https://store.example', { badheaders: ['authorization'] })
    .get('/file')
    .reply(200, 'yes')
  expect(await (await hubFetch(`${endpoint}/file`)).text()).toBe('yes')
  expect(await (await hubFetch('https://store.example/file')).text()).toBe('yes')
})

test.each([
  { header: { 'Retry-After': '90' }, seconds: 90 },
  { header: { 'Retry-After': new Date(Date.now() + 60_000).toUTCString() }, seconds: expect.closeTo(60, -1) },
  { header: { RateLimit: '"api";r=0;t=120' }, seconds: 120 },
  { header: { 'Retry-After': 'soon' }, seconds: undefined },
])('a rate limit with $header asks to wait $seconds s', async ({ header, seconds }) => {
  nock(endpoint).get('/file').reply(429, '', header)
  expect(await failure()).toMatchObject({ code: 'hub_rate_limited', details: { retryAfterSeconds: seconds } })
})
