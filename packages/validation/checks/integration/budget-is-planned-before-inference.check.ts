import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'

check(
  {
    proves: 'token-budget',
    promise:
      'What fits is known before inference: oldest turns are left out only where the request allows it, named one by one, system and last turn kept, and what is reserved stays free for the answer; counted beforehand is what is used',
    timeoutMs: 90_000,
  },
  async ({ server, weights, evidence }) => {
    const { id: model, contextSize } = weights
    const brief = { role: 'system', content: 'Answer briefly.' }
    const withSystem = await server.request('/v1/chat/completions', {
      body: { model, messages: [brief, { role: 'user', content: 'Hi.' }], max_tokens: 1 },
    })
    // Some templates know no system message.
    const system = withSystem.json?.error?.code === 'template_failed' ? [] : [brief]
    const turn = (index: number) => [
      { role: 'user', content: `${'the '.repeat(Math.ceil(contextSize / 10))}${index}` },
      { role: 'assistant', content: 'ok' },
    ]
    const input = [...system, ...Array.from({ length: 12 }, (_, index) => turn(index)).flat(), { role: 'user', content: 'Say hi.' }]
    const reserved = Math.floor(contextSize / 4)
    const ask = (fields: object) =>
      server.request('/v1/responses', { body: { model, input, temperature: 0, store: false, max_output_tokens: reserved, ...fields } })

    const refused = await ask({})
    const fitted = await ask({ truncation: 'auto' })
    const dropped: { index: number; role: string; tokens: number }[] = fitted.json?.honestai?.dropped ?? []
    const kept = input.filter((_, index) => !dropped.some((message) => message.index === index))
    // What is left, sent by itself, is all that the model was shown.
    const alone = await ask({ input: kept })
    const oneMore = await ask({ input: [...system, ...input.slice((dropped.at(-1)?.index ?? 0) - 1)] })
    const counted = await server.request('/v1/messages/count_tokens', { body: { model, messages: [{ role: 'user', content: 'Say hi.' }] } })
    const used = await server.chat('Say hi.', { max_tokens: 1 })
    // Cut to the reserve, never beyond the context: the answer to the fullest prompt that fits.
    evidence.json('plans', {
      ...{ contextSize, reserved, messages: input.length, refused: refused.json, oneMore: oneMore.status },
      ...{
        dropped,
        usage: fitted.json?.usage,
        aloneUsage: alone.json?.usage,
        text: fitted.json?.output,
        counted: counted.json,
        used: used.usage,
      },
    })

    expect(refused.status, 'without leave to leave anything out').toBe(400)
    expect(refused.json.error.code).toBe('context_length_exceeded')
    expect(fitted.status, JSON.stringify(fitted.json)).toBe(200)
    expect(dropped.length).toBeGreaterThan(0)
    // The oldest turns, without a gap, whole, and no more of them than must go.
    expect(dropped.map(({ index }) => index)).toEqual(dropped.map((_, place) => place + system.length))
    expect(dropped.length % 2, 'a question goes with its answer').toBe(0)
    for (const { tokens } of dropped) expect(tokens).toBeGreaterThan(0)
    expect(fitted.json.usage.input_tokens + reserved, 'prompt and reserve').toBeLessThanOrEqual(contextSize)
    const [turnTokens = 0] = dropped.map(({ tokens }) => tokens)
    expect(fitted.json.usage.input_tokens + turnTokens + reserved, 'with one more turn').toBeGreaterThan(contextSize - 64)
    expect(alone.json.usage.input_tokens).toBe(fitted.json.usage.input_tokens)
    expect(textOf(alone.json)).toBe(textOf(fitted.json))
    expect(counted.json.input_tokens, 'counted beforehand').toBe(used.usage.prompt_tokens)
  },
)

type Output = { output: { content?: { text?: string }[] }[] }

const textOf = ({ output }: Output): string => output.flatMap(({ content = [] }) => content.map(({ text = '' }) => text)).join('')
