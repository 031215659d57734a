import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ChatRequest, ChosenTokenLogprob } from '../../chat/chat.ts'
import { canaryConfig } from '../../config/canary-config.ts'
import type { Sampling } from '../../config/sampling/sampling.ts'
import { verifyModel } from '../../models/verify-model.ts'
import type { Engine } from '../engine.ts'
import { createLlamaEngine } from '../llama/llama-engine.ts'

let engine: Engine
/** A token of plain text, made almost certain where a test needs to know what comes. */
let word: number
beforeAll(async () => {
  const [config] = canaryConfig().models
  if (!config) throw new Error('The canary config has a model.')
  engine = await createLlamaEngine(await verifyModel(config), { slots: 1 })
  word = (await engine.tokenize('a'))[0] ?? 0
})
afterAll(() => engine[Symbol.asyncDispose]())

async function answer(sampling: Sampling, request: Partial<ChatRequest> = {}) {
  const logprobs: ChosenTokenLogprob[] = []
  const chat = engine.chat({ messages: [{ role: 'user', content: 'hello' }], sampling, maxTokens: 16, ignoreEos: true, ...request })
  for await (const event of chat) {
    if ('logprobs' in event) logprobs.push(...(event.logprobs ?? []))
    if (event.type === 'end') return { tokens: event.tokens, logprobs }
  }
  throw new Error('The chat had no end.')
}

const always = (token: number, bias: number): Sampling => ({ temperature: 0, logitBias: [{ token, bias }] })

test('a bias of 100 makes a token certain, one of -100 impossible', async () => {
  const forced = await answer(always(word, 100))
  expect(new Set(forced.tokens)).toEqual(new Set([word]))
  const plain = await answer({ temperature: 0 }, { maxTokens: 1 })
  const [likeliest = 0] = plain.tokens
  const barred = await answer({ temperature: 0, logitBias: [{ token: likeliest, bias: -100 }] }, { maxTokens: 1, ignoreEos: false })
  expect(barred.tokens).not.toContain(likeliest)
})

test('a bias on a text is a bias on its tokens', async () => {
  const forced = await answer({ temperature: 0, logitBias: [{ token: 'a', bias: 100 }] })
  expect(new Set(forced.tokens)).toEqual(new Set([word]))
})

test('a bias on a token that does not exist is refused', async () => {
  await expect(answer(always(1_000_000, 1))).rejects.toMatchObject({ code: 'invalid_request', details: { param: 'logitBias' } })
})

test('a bias on the token that ends an answer ends it at once, or keeps it from ending', async () => {
  const ended = await answer({ temperature: 0 }, { maxTokens: 200, ignoreEos: false })
  const { tokens } = await answer({ temperature: 0 }, { maxTokens: ended.tokens.length + 1 })
  const end = tokens.at(-1) ?? 0
  expect((await answer(always(end, 100), { ignoreEos: false })).tokens).toEqual([])
  const barred = await answer(always(end, -100), { maxTokens: ended.tokens.length + 8, ignoreEos: false })
  expect(barred.tokens).toHaveLength(ended.tokens.length + 8)
})

test('a presence penalty is taken from a token once, a frequency penalty for every time', async () => {
  const other = (await engine.tokenize('0'))[0] ?? 0
  // Neither stands in the prompt, where the penalties would find it.
  const logitBias = [
    { token: word, bias: 100 },
    { token: other, bias: 50 },
  ]
  const lead = async (sampling: Sampling) => {
    const request = { messages: [], prompt: 'hello', maxTokens: 4, logprobs: { topTokens: 2 } }
    const { logprobs } = await answer({ temperature: 0, logitBias, ...sampling }, request)
    return logprobs.map(({ top: [first, second] }) => (first?.logprob ?? 0) - (second?.logprob ?? 0))
  }
  const plain = await lead({})
  const presence = await lead({ presencePenalty: 1.5 })
  const frequency = await lead({ frequencyPenalty: 1.5 })
  plain.forEach((margin, count) => {
    expect(margin - (presence[count] ?? 0)).toBeCloseTo(count === 0 ? 0 : 1.5, 1)
    expect(margin - (frequency[count] ?? 0)).toBeCloseTo(1.5 * count, 1)
  })
})

test('penalties look no further back than their window', async () => {
  const { tokens } = await answer({ ...always(word, 100), frequencyPenalty: 2, penaltyWindowTokens: 4 }, { maxTokens: 100 })
  expect(new Set(tokens)).toEqual(new Set([word]))
})

test('a repeat penalty ends a repetition', async () => {
  const { tokens } = await answer({ ...always(word, 30), repeatPenalty: 10 })
  expect(tokens[0]).toBe(word)
  expect(new Set(tokens).size).toBeGreaterThan(1)
})

test('DRY ends a repetition that goes on for longer and longer', async () => {
  const { tokens } = await answer({ ...always(word, 100), dry: { multiplier: 10, base: 10 } })
  expect(tokens.slice(0, 3)).toEqual([word, word, word])
  expect(new Set(tokens).size).toBeGreaterThan(1)
})

test('DRY lets a passage go on that a breaker has ended', async () => {
  const { tokens } = await answer({ ...always(word, 100), dry: { multiplier: 10, base: 10, sequenceBreakers: ['a'] } })
  expect(new Set(tokens)).toEqual(new Set([word]))
})

test('XTC leaves out the likeliest token', async () => {
  const plain = await answer({ temperature: 0 }, { maxTokens: 1 })
  const without = await answer({ temperature: 0, topK: 0, topP: 1, xtc: { probability: 1, threshold: 0 } }, { maxTokens: 1 })
  expect(without.tokens).not.toEqual(plain.tokens)
})

test.each<Sampling>([
  { temperature: 1 },
  { temperature: 2, topK: 0, topP: 1 },
  { temperature: 1.3, topK: 5 },
  { temperature: 1.5, topP: 0.5 },
  { temperature: 1.5, topK: 0, topP: 1, minP: 0.2 },
  { temperature: 1, frequencyPenalty: 1, repeatPenalty: 1.3 },
  { temperature: 0, presencePenalty: 2 },
])('log probabilities do not change what %o says', async (sampling) => {
  for (const seed of [0, 1, 4_294_967_294]) {
    const plain = await answer({ ...sampling, seed }, { maxTokens: 24 })
    const scored = await answer({ ...sampling, seed }, { maxTokens: 24, logprobs: { topTokens: 0 } })
    expect(scored.tokens).toEqual(plain.tokens)
  }
})

test('with no seed, two answers of a hot model differ', async () => {
  const hot = { temperature: 2, topK: 0, topP: 1 }
  expect((await answer(hot)).tokens).not.toEqual((await answer(hot)).tokens)
})

test('the choice between labels agrees with the log probabilities of their first tokens', async () => {
  const { logprobs } = await answer({ temperature: 0 }, { maxTokens: 1, logprobs: { topTokens: 20 } })
  const candidates = (logprobs[0]?.top ?? []).filter(({ text }) => /^[a-z0-9]+$/i.test(text))
  const [one, other] = candidates
  if (!one || !other) return expect.fail('the canary gave no two words among its likeliest first tokens')
  const request = { messages: [{ role: 'user' as const, content: 'hello' }], sampling: {} }
  const { probabilities } = await engine.chooseLabel(request, [one.text, other.text])
  const ratio = Math.log((probabilities[one.text] ?? 0) / (probabilities[other.text] ?? 0))
  expect(ratio).toBeCloseTo(one.logprob - other.logprob, 2)
})
