import { type Router, routerError } from '@honestai/core'
import { expect, test } from 'vitest'
import { ask } from '../../testing/ask.ts'
import { serverWith } from '../../testing/server-with.ts'

const decision = { model: 'canary', reason: 'first that can' } as const

/** One byte is one token, as in a vocabulary without merges; token 256 comes first where it is asked for. */
const bytewise: Partial<Router> = {
  tokenize: async (_target, text) => ({ decision, tokens: [...Buffer.from(text)] }),
  detokenize: async (_target, ids) => ({ decision, text: Buffer.from(ids).toString() }),
  renderPrompt: async (_target, { prompt, messages }) => ({
    decision,
    prompt: messages.map(({ role, content }) => `<${role}>${content}`).join(''),
    tokens: [256, ...Buffer.from(String(prompt))],
  }),
}

test.each([
  { body: { content: 'hi' }, tokens: [104, 105] },
  { body: { content: 'hi', add_special: true }, tokens: [256, 104, 105] },
])('$body is tokenized', async ({ body, tokens }) => {
  expect((await ask(serverWith(bytewise), '/tokenize', body)).json()).toEqual({ tokens, honestai: decision })
})

test('special tokens are recognised unless the request says otherwise', async () => {
  const asked: unknown[] = []
  const tokenize: Router['tokenize'] = async (_target, _text, options) => {
    asked.push(options?.special)
    return { decision, tokens: [] }
  }
  await ask(serverWith({ tokenize }), '/tokenize', { content: 'hi' })
  await ask(serverWith({ tokenize }), '/tokenize', { content: 'hi', parse_special: false })
  expect(asked).toEqual([true, false])
})

test('pieces are text, and the bytes of a character that tokens share stand with the first of them', async () => {
  const { tokens } = (await ask(serverWith(bytewise), '/tokenize', { content: 'aé\uFFFD', with_pieces: true })).json()
  expect(tokens.slice(0, 3)).toEqual([
    { id: 97, piece: 'a' },
    { id: 195, piece: [195, 169] },
    { id: 169, piece: [] },
  ])
})

test('token ids become their text', async () => {
  expect((await ask(serverWith(bytewise), '/detokenize', { tokens: [104, 105] })).json()).toEqual({ content: 'hi', honestai: decision })
})

test('a chat becomes its prompt', async () => {
  const body = {
    messages: [
      { role: 'developer', content: 'Be brief.' },
      { role: 'user', content: 'Hi.' },
    ],
  }
  expect((await ask(serverWith(bytewise), '/apply-template', body)).json()).toEqual({
    prompt: '<system>Be brief.<user>Hi.',
    honestai: decision,
  })
})

test.each([
  { url: '/tokenize', body: {}, code: 'invalid_request', param: 'content' },
  { url: '/detokenize', body: { tokens: [-1] }, code: 'invalid_request', param: 'tokens[0]' },
  { url: '/detokenize', body: { tokens: ['a'] }, code: 'invalid_request', param: 'tokens[0]' },
  { url: '/apply-template', body: { messages: [] }, code: 'invalid_request', param: 'messages' },
])('$url refuses $body', async ({ url, body, code, param }) => {
  const response = await ask(serverWith(bytewise), url, body)
  expect([response.statusCode, response.json().error]).toMatchObject([400, { code, param }])
})

test('ids that the vocabulary does not have are refused as the engine says', async () => {
  const refused = routerError('invalid_request', { param: 'tokens[1]', problem: 'token ids are whole numbers from 0 to 255' })
  const response = await ask(serverWith({ detokenize: () => Promise.reject(refused) }), '/detokenize', { tokens: [1, 300] })
  expect(response.json()).toEqual(refused.toBody())
})
