import { expect, test } from 'vitest'
import { completionBytes } from './completion-bytes.ts'

const entries = ['\u2581Hi', '\u2581you', '<s>', '</s>', '<tool_call>']
const vocabulary = {
  addsSpace: true,
  bytesOf: (token: number) => Buffer.from((entries[token] ?? '').replace('\u2581', ' ')),
  entryOf: (token: number | undefined) => entries[token ?? -1] ?? '',
  isControl: (token: number) => token >= 2,
  isEnd: (token: number) => entries[token] === '</s>',
}

test.each([
  { title: 'a turn has no control token in its text', isTurn: true, marks: [], text: 'Hi you' },
  { title: 'a turn keeps the marks that it is read by', isTurn: true, marks: ['<tool_call>'], text: '<tool_call> Hi you' },
  { title: 'what continues a raw prompt has all but ends', isTurn: false, marks: [], text: '<s><tool_call> Hi you' },
])('$title', ({ isTurn, marks, text }) => {
  const bytesOf = completionBytes(vocabulary, { isTurn, marks })
  const tokens = ['<s>', '<tool_call>', '\u2581Hi', '</s>', '\u2581you'].map((entry) => entries.indexOf(entry))
  expect(Buffer.concat(tokens.map(bytesOf)).toString()).toBe(text)
})
