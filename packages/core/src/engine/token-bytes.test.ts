import { expect, test } from 'vitest'
import { tokenBytes } from './token-bytes.ts'

test.each([
  { text: ' fox', entry: 'Ġfox', kind: 'gpt2', bytes: [0x20, 0x66, 0x6f, 0x78] },
  { text: '\uFFFD', entry: 'ðŁ', kind: 'gpt2', bytes: [0xf0, 0x9f] },
  { text: '\uFFFD', entry: 'Ł', kind: 'gpt2', bytes: [0x9f] },
  { text: '\uFFFD', entry: 'Ń', kind: 'gpt2', bytes: [0xad] },
  { text: '\uFFFD', entry: '<0xE4>', kind: 'llama', bytes: [0xe4] },
  { text: '你', entry: '你', kind: 'llama', bytes: [0xe4, 0xbd, 0xa0] },
  { text: '\uFFFD', entry: '\uFFFD', kind: 'llama', bytes: [0xef, 0xbf, 0xbd] },
])('$entry of a $kind vocabulary is $bytes', ({ text, entry, kind, bytes }) => {
  expect(tokenBytes(text, entry, kind)).toEqual(bytes)
})
