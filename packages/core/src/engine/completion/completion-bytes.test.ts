import type { LlamaModel, Token } from 'node-llama-cpp'
import { expect, test } from 'vitest'
import { completionBytes } from './completion-bytes.ts'
import { bytesOfTokens } from './token-bytes.ts'

const [normal, control] = [1, 3]
const vocabulary: [string, number][] = [
  ['\u2581Hi', normal],
  ['\u2581you', normal],
  ['<s>', control],
  ['</s>', control],
  ['<tool_call>', control],
]
const ggml = { model: 'llama', tokens: vocabulary.map(([text]) => text), token_type: vocabulary.map(([, type]) => type) }
const model = {
  fileInfo: { metadata: { tokenizer: { ggml } } },
  isEogToken: (token: Token) => ggml.tokens[token] === '</s>',
} as unknown as LlamaModel

test.each([
  { title: 'a turn has no control token in its text', isTurn: true, marks: [], text: 'Hi you' },
  { title: 'a turn keeps the marks that it is read by', isTurn: true, marks: ['<tool_call>'], text: '<tool_call> Hi you' },
  { title: 'what continues a raw prompt has all but ends', isTurn: false, marks: [], text: '<s><tool_call> Hi you' },
])('$title', ({ isTurn, marks, text }) => {
  const bytesOf = completionBytes(model, bytesOfTokens(model), { isTurn, marks })
  const tokens = ['<s>', '<tool_call>', '\u2581Hi', '</s>', '\u2581you'].map((entry) => ggml.tokens.indexOf(entry))
  expect(Buffer.concat(tokens.map(bytesOf)).toString()).toBe(text)
})
