import { expect, test } from 'vitest'
import { parseBody } from '../../shared/parse-body.ts'
import { embeddingRequest } from './embedding-request.ts'
import { toEmbeddingList } from './to-embedding-list.ts'

const decision = { model: 'canary-embedding', reason: 'named by the request' } as const
const result = {
  vectors: [
    [0.5, -1],
    [0.25, 2],
  ],
  promptTokens: 9,
}

test('vectors are numbers by default', () => {
  expect(toEmbeddingList(undefined, decision, result, [])).toEqual({
    object: 'list',
    data: [
      { object: 'embedding', index: 0, embedding: [0.5, -1] },
      { object: 'embedding', index: 1, embedding: [0.25, 2] },
    ],
    model: 'canary-embedding',
    usage: { prompt_tokens: 9, total_tokens: 9 },
    honestai: { model: 'canary-embedding', reason: 'named by the request' },
  })
})

test('base64 holds little-endian 32-bit floats', () => {
  const [first] = toEmbeddingList('base64', decision, result, []).data
  expect(Buffer.from(String(first?.embedding), 'base64')).toEqual(Buffer.from([0, 0, 0, 0x3f, 0, 0, 0x80, 0xbf]))
})

test.each([
  { input: '', code: 'invalid_request', param: 'input', says: 'not empty' },
  { input: 7, code: 'invalid_request', param: 'input', says: 'expected a text, an array of texts, or token ids' },
  { input: [], code: 'invalid_request', param: 'input', says: 'not empty' },
  { input: ['a', ''], code: 'invalid_request', param: 'input[1]', says: 'not empty' },
  { input: [-1], code: 'invalid_request', param: 'input[0]', says: 'at least 0' },
  { dimensions: 0, code: 'invalid_request', param: 'dimensions', says: 'at least 1' },
  { encoding_format: 'hex', code: 'invalid_request', param: 'encoding_format', says: 'expected "float" or "base64"' },
])('%o is refused', ({ code, param, says, ...fields }) => {
  const parse = () => parseBody(embeddingRequest, { model: 'm', input: 'a', ...fields })
  expect(parse).toThrow(expect.objectContaining({ code, details: expect.objectContaining({ param }) }))
  expect(parse).toThrow(says)
})
