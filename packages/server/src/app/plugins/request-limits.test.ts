import { canaryConfig } from '@honestai/core'
import { expect, test } from 'vitest'
import { serverWith } from '../../testing/server-with.ts'

const limits = { maxMessages: 3, maxTools: 2, maxInputs: 4 }
const config = { ...canaryConfig(), server: { ...canaryConfig().server, ...limits } }
const app = serverWith({}, { config })

const repeat = <Item>(item: Item, count: number) => Array<Item>(count).fill(item)
const message = { role: 'user', content: 'Hi.' }
const tool = { type: 'function', function: { name: 'now' } }
const chat = (fields: object) => ({ url: '/v1/chat/completions', body: { model: 'canary', messages: [message], ...fields } })
const embed = (count: number) => ({ url: '/v1/embeddings', body: { model: 'canary-embedding', input: repeat('a', count) } })

test.each([
  { param: 'messages', limit: 3, setting: 'server.maxMessages', ask: (count: number) => chat({ messages: repeat(message, count) }) },
  { param: 'tools', limit: 2, setting: 'server.maxTools', ask: (count: number) => chat({ tools: repeat(tool, count) }) },
  { param: 'input', limit: 4, setting: 'server.maxInputs', ask: embed },
])('$param may have $limit items and no more', async ({ param, limit, setting, ask }) => {
  expect((await app.inject({ method: 'POST', ...ask(limit) })).statusCode).toBe(200)
  const refused = await app.inject({ method: 'POST', ...ask(limit + 1) })
  expect([refused.statusCode, refused.json().error]).toMatchObject([400, { code: 'too_many_items', param }])
  expect(refused.json().error.steps.join(' ')).toContain(setting)
})

test.each([
  { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
  { type: 'image_url', image_url: { url: 'https://example.org/cat.png' } },
  { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } },
  { type: 'file', file: { file_id: 'file-1' } },
])('content of $type is refused by its name, never ignored or fetched', async (part) => {
  const response = await app.inject({
    method: 'POST',
    ...chat({ messages: [{ role: 'user', content: [{ type: 'text', text: 'What is this?' }, part] }] }),
  })
  expect([response.statusCode, response.json().error]).toMatchObject([
    400,
    { code: 'unsupported_parameter', param: expect.stringContaining('messages[0].content[1]') },
  ])
})

test.each([
  { title: 'arrays', body: `${'['.repeat(500_000)}${']'.repeat(500_000)}` },
  { title: 'objects', body: `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}` },
  { title: 'arrays in a field', body: `{"model":"canary","input":${'['.repeat(200_000)}${']'.repeat(200_000)}}` },
])('a body of $title in each other without end is refused', async ({ body }) => {
  for (const url of ['/v1/chat/completions', '/v1/embeddings']) {
    const response = await app.inject({ method: 'POST', url, headers: { 'content-type': 'application/json' }, body })
    expect([response.statusCode, response.json().error.code]).toEqual([400, 'invalid_json'])
  }
})
