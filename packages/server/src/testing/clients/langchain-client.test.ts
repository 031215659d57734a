import { tool } from '@langchain/core/tools'
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { serveCanary } from '../serve-canary.ts'

const options = { apiKey: 'any', configuration: { baseURL: `${await serveCanary()}/v1` }, maxRetries: 0 }
const chat = new ChatOpenAI({ ...options, model: 'canary' })
const question = 'What is the capital of France?'

test('a chat is invoked', async () => {
  const { content, response_metadata: metadata } = await chat.invoke(question)
  expect(content).toBe('The capital of France is Paris.')
  expect(metadata).toMatchObject({ finish_reason: 'stop', tokenUsage: { promptTokens: 37 } })
})

test('a chat is streamed', async () => {
  const chunks = await Array.fromAsync(await chat.stream(question))
  expect(chunks.map(({ content }) => content).join('')).toBe('The capital of France is Paris.')
})

test('a chat goes through the Responses API', async () => {
  const { content } = await new ChatOpenAI({ ...options, model: 'canary', useResponsesApi: true }).invoke(question)
  expect(content).toMatchObject([{ type: 'text', text: 'The capital of France is Paris.' }])
})

test('a tool is called', async () => {
  const getWeather = tool(async ({ city }) => `${city}: sunny`, {
    name: 'get_weather',
    description: 'Current weather of a city.',
    schema: z.object({ city: z.string() }),
  })
  const { tool_calls: calls } = await chat.bindTools([getWeather]).invoke('What is the weather in Paris?')
  expect(calls).toMatchObject([{ name: 'get_weather', args: { city: 'Paris' } }])
})

test('a tool call is streamed piece by piece', async () => {
  const getWeather = {
    type: 'function' as const,
    function: { name: 'get_weather', parameters: z.toJSONSchema(z.object({ city: z.string() })) },
  }
  const stream = await chat.bindTools([getWeather], { tool_choice: 'required' }).stream('What is the weather in Paris?')
  const chunks = (await Array.fromAsync(stream)).flatMap(({ tool_call_chunks: chunks }) => chunks ?? [])
  expect(chunks.map(({ name }) => name).filter(Boolean)).toContain('get_weather')
  expect(
    JSON.parse(
      chunks
        .filter(({ index }) => index === 0)
        .map(({ args }) => args)
        .join(''),
    ),
  ).toEqual({ city: expect.any(String) })
})

test('an answer keeps to a zod schema', async () => {
  const structured = chat.withStructuredOutput(z.object({ city: z.string(), sunny: z.boolean() }), { method: 'jsonSchema' })
  expect(await structured.invoke('Extract JSON: Paris is sunny.')).toEqual({ city: expect.any(String), sunny: expect.any(Boolean) })
})

test('texts are embedded', async () => {
  const vectors = await new OpenAIEmbeddings({ ...options, model: 'canary-embedding' }).embedDocuments(['a', 'b'])
  expect(vectors.map((vector) => vector.length)).toEqual([128, 128])
})
