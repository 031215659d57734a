import { expect, test } from 'vitest'
import { tokenBytes } from './token-bytes.ts'

const [normal, control, userDefined, byte] = [1, 3, 4, 6]

test.each([
  { entry: 'Ġfox', type: normal, kind: 'gpt2', bytes: ' fox' },
  { entry: 'ðŁ', type: normal, kind: 'gpt2', bytes: [0xf0, 0x9f] },
  { entry: '©Ã', type: normal, kind: 'gpt2', bytes: [0xa9, 0xc3] },
  { entry: 'Ń', type: normal, kind: 'gpt2', bytes: [0xad] },
  { entry: '<|im_end|>', type: control, kind: 'gpt2', bytes: '<|im_end|>' },
  { entry: 'Ġ', type: userDefined, kind: 'gpt2', bytes: 'Ġ' },
  { entry: '<0xE4>', type: byte, kind: 'llama', bytes: [0xe4] },
  { entry: '<0xE4>', type: normal, kind: 'llama', bytes: '<0xE4>' },
  { entry: '▁world', type: normal, kind: 'llama', bytes: ' world' },
  { entry: '你', type: normal, kind: 'llama', bytes: '你' },
  { entry: '\uFFFD', type: normal, kind: 'llama', bytes: '\uFFFD' },
])('$entry of type $type in a $kind vocabulary is $bytes', ({ entry, type, kind, bytes }) => {
  expect([...tokenBytes({ entry, type, kind })]).toEqual(typeof bytes === 'string' ? [...Buffer.from(bytes)] : bytes)
})
