import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { embedMany, generateText, jsonSchema, Output, stepCountIs, streamText, tool } from 'ai'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { serveCanary } from '../serve-canary.ts'

const provider = createOpenAICompatible({
  name: 'honestai',
  baseURL: `${await serveCanary()}/v1`,
  apiKey: 'any',
  includeUsage: true,
  supportsStructuredOutputs: true,
})
const ask = { model: provider('canary'), prompt: 'What is the capital of France?', maxRetries: 0 }

test('a text is generated', async () => {
  const { text, finishReason, usage } = await generateText(ask)
  expect([text, finishReason]).toEqual(['The capital of France is Paris.', 'stop'])
  expect(usage.totalTokens).toBeGreaterThan(0)
})

test('a text is streamed', async () => {
  const result = streamText(ask)
  expect((await Array.fromAsync(result.textStream)).join('')).toBe('The capital of France is Paris.')
  expect((await result.usage).outputTokens).toBeGreaterThan(0)
})

test('a tool is called and its result answered', async () => {
  const getWeather = tool({
    description: 'Current weather of a city.',
    inputSchema: jsonSchema<{ city: string }>({ type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }),
    execute: async ({ city }) => ({ city, weather: 'sunny' }),
  })
  const { steps, text } = await generateText({
    ...ask,
    prompt: 'What is the weather in Paris?',
    tools: { get_weather: getWeather },
    stopWhen: stepCountIs(2),
  })
  expect(steps[0]?.toolResults[0]).toMatchObject({ toolName: 'get_weather', input: { city: 'Paris' }, output: { weather: 'sunny' } })
  expect(text).toContain('sunny')
})

test('a tool call is streamed', async () => {
  const getWeather = tool({
    inputSchema: jsonSchema<{ city: string }>({ type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }),
    execute: async ({ city }) => `${city}: sunny`,
  })
  const { toolCalls } = streamText({
    ...ask,
    prompt: 'What is the weather in Paris?',
    tools: { get_weather: getWeather },
    toolChoice: 'required',
  })
  expect(await toolCalls).toMatchObject([{ toolName: 'get_weather', input: { city: expect.any(String) } }])
})

test('an object is generated', async () => {
  const schema = z.object({ city: z.string(), sunny: z.boolean() })
  const { output } = await generateText({ ...ask, prompt: 'Extract JSON: Paris is sunny.', output: Output.object({ schema }) })
  expect(output).toEqual({ city: expect.any(String), sunny: expect.any(Boolean) })
})

test('texts are embedded', async () => {
  const { embeddings } = await embedMany({ model: provider.embeddingModel('canary-embedding'), values: ['a', 'b'], maxRetries: 0 })
  expect(embeddings.map((embedding) => embedding.length)).toEqual([128, 128])
})
