import { expect, test } from 'vitest'
import { failureOf, pullSubject, token, weights } from './pull-subject.ts'

const notFound = { 'X-Error-Code': 'EntryNotFound' }
test.each<{ on: string; status: number; headers?: Record<string, string>; token?: string; code: string; details?: object }>([
  { on: 'resolve', status: 401, headers: { 'X-Error-Code': 'GatedRepo' }, code: 'hub_token_missing' },
  { on: 'resolve', status: 401, code: 'hub_token_missing' },
  { on: 'info', status: 401, code: 'hub_token_missing' },
  { on: 'info', status: 401, headers: { 'X-Error-Code': 'RepoNotFound' }, code: 'hub_token_missing' },
  { on: 'resolve', status: 403, headers: { 'X-Error-Code': 'GatedRepo' }, token, code: 'hub_access_not_granted' },
  { on: 'resolve', status: 403, token, code: 'hub_access_not_granted' },
  { on: 'info', status: 401, token, code: 'hub_token_refused' },
  { on: 'info', status: 404, headers: { 'X-Error-Code': 'RepoNotFound' }, code: 'hub_repository_not_found' },
  { on: 'info', status: 404, token, code: 'hub_repository_not_found' },
  {
    on: 'info',
    status: 404,
    headers: { 'X-Error-Code': 'RevisionNotFound' },
    code: 'hub_revision_not_found',
    details: { revision: 'main' },
  },
  { on: 'resolve', status: 404, headers: notFound, code: 'hub_file_not_found' },
  { on: 'info', status: 403, headers: { 'X-Error-Code': 'DisabledRepo' }, token, code: 'hub_repository_disabled' },
  { on: 'info', status: 451, code: 'hub_legally_unavailable' },
  { on: 'resolve', status: 451, token, code: 'hub_legally_unavailable' },
  { on: 'info', status: 429, headers: { 'Retry-After': '37' }, code: 'hub_rate_limited', details: { retryAfterSeconds: 37 } },
  { on: 'store', status: 429, code: 'hub_rate_limited', details: { retryAfterSeconds: undefined } },
  { on: 'tree', status: 500, code: 'hub_failed', details: { status: 500 } },
  { on: 'resolve', status: 503, code: 'hub_failed', details: { status: 503 } },
])('an answer $status to $on with $headers and token $token is told as $code', async ({ on, status, headers, token, code, details }) => {
  const { pull } = await pullSubject({
    misbehave: (kind, _request, response) => kind === on && Boolean(response.writeHead(status, headers).end('{"error":"no"}')),
  })
  const error = await failureOf(pull(token === undefined ? {} : { token }))
  expect(error).toMatchObject({ code, ...(details && { details }) })
  expect(JSON.stringify([error.toBody(), error.details, error.stack])).not.toContain('secret')
})

test('a gated repository is told with the page on which to ask', async () => {
  const { pull, endpoint } = await pullSubject({
    misbehave: (kind, _request, response) => kind === 'resolve' && Boolean(response.writeHead(403).end()),
  })
  const { steps } = (await failureOf(pull({ token }))).toBody().error
  expect(steps.join(' ')).toContain(`${endpoint}/owner/model`)
})

test.each([
  { source: 'hf:owner/other', code: 'hub_repository_not_found' },
  { source: 'hf:owner/model@v9', code: 'hub_revision_not_found' },
  { source: 'hf:owner/model/other.gguf', code: 'hub_file_not_found' },
  { source: 'hf:owner/model:Q4_K_M', code: 'hub_file_not_found' },
  { source: 'hf:owner/model', code: 'weights_ambiguous' },
  { source: 'owner/model', code: 'invalid_request' },
])('$source is told as $code', async ({ source, code }) => {
  const { pull } = await pullSubject({
    files: { 'a-Q8_0.gguf': weights, 'b-F16.gguf': weights },
    // A hub that says no more than its status.
    misbehave: (kind, request, response) =>
      kind === 'info' && request.url?.includes('/v9') === true && Boolean(response.writeHead(404).end()),
  })
  expect((await failureOf(pull({ source }))).code).toBe(code)
})

test.each([
  { title: 'a log-in page', answer: '<html>', type: 'text/html' },
  { title: 'another JSON', answer: '{"sha":"x"}', type: 'application/json' },
])('$title in place of a hub is told as such', async ({ answer, type }) => {
  const { pull } = await pullSubject({
    misbehave: (kind, _request, response) => kind === 'info' && Boolean(response.writeHead(200, { 'Content-Type': type }).end(answer)),
  })
  expect((await failureOf(pull())).code).toBe('hub_answer_invalid')
})

test('files whose names lead out of the repository are not there', async () => {
  const { pull } = await pullSubject({ files: { '../../evil.gguf': weights } })
  expect((await failureOf(pull({ source: 'hf:owner/model' }))).code).toBe('hub_file_not_found')
})

test('the token goes to the hub and to nobody else', async () => {
  const { pull, requests } = await pullSubject()
  await pull({ token })
  const holders = requests.filter(({ headers }) => JSON.stringify(headers).includes(token)).map(({ kind }) => kind)
  expect(holders).toEqual(['info', 'tree', 'resolve'])
  expect(requests.map(({ kind }) => kind)).toContain('store')
})
