import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'
import { modelThatCan } from '../../src/subject/run-context.ts'

check(
  {
    supports: 'tokenizer-accuracy',
    promise:
      'Bytes that are no UTF-8 and halves of characters are refused with 400 by every endpoint that takes text, never tokenized as something else',
    timeoutMs: 60_000,
  },
  async ({ server, subject, weights: { id: model }, evidence }) => {
    const embed = modelThatCan(subject, 'embed')?.id
    // First, for it takes the load of the model with it: a character that two halves make together is text like any other.
    const sound = await server.request('/v1/chat/completions', {
      body: JSON.stringify({ model, messages: [{ role: 'user', content: mark }], max_tokens: 1 }).replace(mark, '\\ud83d\\ude00'),
      headers: { 'content-type': 'application/json' },
      deadlineMs: 60_000,
    })
    const answers = []
    for (const { path, body } of requests(model, embed)) {
      for (const { title, bytes } of spoilt(JSON.stringify(body))) {
        const { status, json } = await server.request(path, { body: bytes, headers: { 'content-type': 'application/json' } })
        answers.push({ path, title, status, code: json?.error?.code, message: json?.error?.message })
      }
    }
    evidence.json('answers', { answers, sound: sound.status })

    expect(sound.status, 'a whole pair of surrogates').toBe(200)
    expect(answers.filter(({ status }) => status !== 400)).toEqual([])
  },
)

const mark = 'SPOILT'

const requests = (model: string, embed: string | undefined) => [
  { path: '/v1/chat/completions', body: { model, messages: [{ role: 'user', content: mark }], max_tokens: 1 } },
  { path: '/v1/responses', body: { model, input: mark } },
  { path: '/v1/messages', body: { model, max_tokens: 1, messages: [{ role: 'user', content: mark }] } },
  { path: '/v1/messages/count_tokens', body: { model, messages: [{ role: 'user', content: mark }] } },
  ...(embed ? [{ path: '/v1/embeddings', body: { model: embed, input: [mark] } }] : []),
]

/** One body, spoilt in every way. */
const spoilt = (json: string) => [
  { title: 'half of a character, first', bytes: json.replace(mark, 'a\\ud83d b') },
  { title: 'half of a character, second', bytes: json.replace(mark, 'a\\ude00 b') },
  { title: 'halves in the wrong order', bytes: json.replace(mark, '\\ude00\\ud83d') },
  { title: 'a byte that begins nothing', bytes: splice(json, [0xff]) },
  { title: 'a character that breaks off', bytes: splice(json, [0xe4, 0xbd]) },
  { title: 'a character written too long', bytes: splice(json, [0xc0, 0xaf]) },
  { title: 'half of a character as bytes', bytes: splice(json, [0xed, 0xa0, 0xbd]) },
]

function splice(json: string, bytes: number[]): Uint8Array {
  const [before = '', after = ''] = json.split(mark)
  return Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)])
}
