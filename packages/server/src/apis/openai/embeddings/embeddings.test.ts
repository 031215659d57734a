import type { Router } from '@honestai/core'
import { expect, test } from 'vitest'
import { ask } from '../../../testing/ask.ts'
import { createFakeRouter } from '../../../testing/fake-router.ts'
import { serverWith } from '../../../testing/server-with.ts'

const fake = createFakeRouter()
const decision = { model: 'canary-embedding', reason: 'named by the request' } as const

/** One byte is one token; `AB` is written with token 300 and with no other. */
function embedding() {
  const asked: unknown[] = []
  const overrides: Partial<Router> = {
    embed: (target, texts, options) => {
      asked.push([target, texts, options?.dimensions])
      return fake.embed(target, texts, options)
    },
    detokenize: async (_target, ids) => ({ decision, text: Buffer.from(ids).toString() }),
    tokenize: async (_target, text) => ({ decision, tokens: text === 'AB' ? [300] : [...Buffer.from(text)] }),
  }
  const app = serverWith(overrides)
  return { asked, embed: (fields: object) => ask(app, '/v1/embeddings', fields) }
}

test('vectors are cut to the dimensions that are asked for', async () => {
  const { embed, asked } = embedding()
  expect((await embed({ dimensions: 2 })).json().data[0].embedding).toEqual([0.5, -0.5])
  expect(asked).toEqual([[{ model: 'canary-embedding' }, ['a'], 2]])
})

test.each([
  { input: [97, 98], texts: ['ab'] },
  { input: [[97], [98, 99]], texts: ['a', 'bc'] },
  { input: ['a', 'b'], texts: ['a', 'b'] },
])('the input $input is the texts $texts', async ({ input, texts }) => {
  const { embed, asked } = embedding()
  await embed({ input })
  expect(asked).toMatchObject([[{}, texts, undefined]])
})

test.each([
  { fields: { input: [[97], [65, 66]] }, param: 'input[1]', why: /does not write the text of these token ids with them/ },
  { fields: { model: 'task:general_reasoning' }, param: 'model', why: /send its input to \/v1\/chat\/completions/ },
])('$fields is refused', async ({ fields, param, why }) => {
  const { error } = (await embedding().embed(fields)).json()
  expect(error).toMatchObject({ code: 'invalid_request', param, message: expect.stringMatching(why) })
})

test('two thousand token ids are one input, not two thousand', async () => {
  const { embed, asked } = embedding()
  await embed({ input: Array(3000).fill(97) })
  expect(asked).toHaveLength(1)
})
