import { expect, test } from 'vitest'
import type { z } from 'zod'
import { applyTemplateResponse } from '../apis/local/apply-template.ts'
import { assistantResponse } from '../apis/local/assistant-response.ts'
import { taskListResponse, taskResponse } from '../apis/local/task.ts'
import { detokenizeResponse, tokenizeResponse } from '../apis/local/tokenize.ts'
import { chatCompletionResponse } from '../apis/openai/chat/to-chat-completion.ts'
import { chatCompletionChunkResponse } from '../apis/openai/chat/to-chat-completion-chunks.ts'
import { completionChunkResponse, completionResponse } from '../apis/openai/completions/to-completion.ts'
import { embeddingResponse } from '../apis/openai/embeddings/to-embedding-list.ts'
import { modelListResponse, modelResponse } from '../apis/openai/models/models.ts'
import { moderationResponse } from '../apis/openai/moderations/moderation.ts'
import { ignoredFields } from '../apis/shared/ignored-fields.ts'
import { serverWith } from './server-with.ts'

const app = serverWith()
const messages = [{ role: 'user', content: 'Hi.' }]
const chat = { model: 'canary', messages }
const prompt = { model: 'canary', prompt: 'Hi.' }
const stream = { stream: true, stream_options: { include_usage: true } }

/** Nothing more and nothing else than the schema says: its type is held to what OpenAI publishes in published-types.test.ts. */
function expectExactly(schema: z.ZodType, value: unknown): void {
  expect(ignoredFields(value, schema.parse(value))).toEqual([])
}

const embed = { model: 'canary-embedding', input: ['a', 'b'] }

test.each([
  { url: '/v1/chat/completions', body: chat, schema: chatCompletionResponse },
  { url: '/v1/chat/completions', body: { ...chat, model: 'task:content_moderation' }, schema: chatCompletionResponse },
  { url: '/v1/completions', body: prompt, schema: completionResponse },
  { url: '/v1/embeddings', body: embed, schema: embeddingResponse },
  { url: '/v1/embeddings', body: { ...embed, encoding_format: 'base64' }, schema: embeddingResponse },
  { url: '/v1/moderations', body: { input: 'Hi.' }, schema: moderationResponse },
  { url: '/v1/assistant', body: { messages }, schema: assistantResponse },
  { url: '/v1/tasks/general_reasoning', body: { input: 'Hi.' }, schema: taskResponse },
  { url: '/v1/tasks/embedding_generation', body: { input: 'Hi.' }, schema: taskResponse },
  { url: '/v1/models/canary/load', body: {}, schema: modelResponse },
  { url: '/tokenize', body: { content: 'Hi.' }, schema: tokenizeResponse },
  { url: '/detokenize', body: { tokens: [1] }, schema: detokenizeResponse },
  { url: '/apply-template', body: { messages }, schema: applyTemplateResponse },
])('POST $url answers exactly what its schema says', async ({ url, body, schema }) => {
  expectExactly(schema, (await app.inject({ method: 'POST', url, body })).json())
})

test.each([
  { url: '/v1/chat/completions', body: { ...chat, ...stream }, schema: chatCompletionChunkResponse },
  { url: '/v1/completions', body: { ...prompt, ...stream }, schema: completionChunkResponse },
])('every event of a streamed POST $url is exactly what its schema says', async ({ url, body, schema }) => {
  const response = await app.inject({ method: 'POST', url, body })
  const frames = [...response.body.matchAll(/^data: (\{.*\})$/gm)].map(([, data = '']) => JSON.parse(data))
  expect(frames.length).toBeGreaterThan(3)
  for (const frame of frames) expectExactly(schema, frame)
})

test.each([
  { url: '/v1/models', schema: modelListResponse },
  { url: '/v1/models/canary', schema: modelResponse },
  { url: '/v1/tasks', schema: taskListResponse },
])('GET $url answers exactly what its schema says', async ({ url, schema }) => {
  expectExactly(schema, (await app.inject({ url })).json())
})
