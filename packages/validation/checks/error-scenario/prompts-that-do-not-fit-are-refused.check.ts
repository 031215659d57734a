import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'

check(
  {
    proves: 'truncation-honesty',
    supports: 'token-budget',
    promise:
      'A prompt that does not fit, with a fact at its head, is refused with both counts; one that just fits is read to its last token',
  },
  async ({ server, weights, evidence }) => {
    const { contextSize } = weights
    const ask = (words: number, stream = false) =>
      server.request('/v1/chat/completions', {
        body: { model: weights.id, messages: [{ role: 'user', content: 'the '.repeat(words) }], temperature: 0, max_tokens: 1, stream },
      })
    const countOf = async (words: number) => (await server.chat('the '.repeat(words), { max_tokens: 1 })).usage.prompt_tokens
    // Two short prompts tell the fixed part of the template and the tokens of one word.
    const [ten, twenty] = [await countOf(10), await countOf(20)]
    const perWord = (twenty - ten) / 10
    const wordsThatFill = Math.floor((contextSize - 1 - (ten - 10 * perWord)) / perWord)

    const fits = await ask(wordsThatFill)
    const cut = await server.chat('the '.repeat(wordsThatFill - 8), { max_tokens: 4096 })
    const refusals = await Promise.all([
      ask(wordsThatFill + Math.ceil(2 / perWord)),
      ask(contextSize * 2),
      ask(contextSize * 2, true),
      server.request('/v1/chat/completions', {
        body: {
          model: weights.id,
          messages: [{ role: 'user', content: `My name is Quinn. ${'the '.repeat(contextSize)} What is my name?` }],
        },
      }),
    ])
    evidence.json('answers', {
      contextSize,
      perWord,
      fits: fits.json,
      cut: { finishReason: cut.finishReason, usage: cut.usage },
      refusals: refusals.map(({ status, json }) => ({ status, json })),
    })

    expect(fits.status).toBe(200)
    expect(fits.json.usage.prompt_tokens).toBe(ten + (wordsThatFill - 10) * perWord)
    expect(cut.usage.total_tokens).toBeLessThanOrEqual(contextSize)
    if (cut.usage.total_tokens === contextSize) expect(cut.finishReason).toBe('length')
    for (const { status, json } of refusals) {
      expect(status).toBe(400)
      expect(json.error).toMatchObject({ code: 'context_length_exceeded', type: 'invalid_request_error', retryable: false })
      const counts = (json.error.message.match(/\d[\d,]*/g) ?? []).map((digits: string) => Number(digits.replaceAll(',', '')))
      expect(counts).toContain(contextSize)
      expect(Math.max(...counts), 'the tokens of the prompt').toBeGreaterThan(contextSize)
    }
  },
)
