import { expect, test } from 'vitest'
import { chooseWeights } from './choose-weights.ts'
import { splitNames } from './split-names.ts'

const names = [
  'README.md',
  'm-Q4_K_M.gguf',
  'm-Q4_K_S.gguf',
  'm-q8_0.gguf',
  'mmproj-F16.gguf',
  'BF16/m-BF16-00001-of-00002.gguf',
  'BF16/m-BF16-00002-of-00002.gguf',
]

test.each([
  { source: { quantisation: 'Q4_K_M' }, files: ['m-Q4_K_M.gguf'] },
  { source: { quantisation: 'Q8_0' }, files: ['m-q8_0.gguf'] },
  { source: { file: 'm-Q4_K_S.gguf' }, files: ['m-Q4_K_S.gguf'] },
  { source: { file: 'mmproj-F16.gguf' }, files: ['mmproj-F16.gguf'] },
  { source: { quantisation: 'bf16' }, files: splitNames('BF16/m-BF16-00001-of-00002.gguf') },
  { source: { file: 'BF16/m-BF16-00002-of-00002.gguf' }, files: splitNames('BF16/m-BF16-00001-of-00002.gguf') },
])('$source means $files', ({ source, files }) => {
  expect(chooseWeights(names, { file: undefined, quantisation: undefined, ...source })).toEqual({ files })
})

test('a source that means several weights, or none, is answered with what there is', () => {
  const among = ['BF16/m-BF16-00001-of-00002.gguf', 'm-Q4_K_M.gguf', 'm-Q4_K_S.gguf', 'm-q8_0.gguf']
  expect(chooseWeights(names, { file: undefined, quantisation: undefined })).toEqual({ among })
  expect(chooseWeights(names, { file: undefined, quantisation: 'Q4_K' })).toEqual({ among })
  expect(chooseWeights(names, { file: 'other.gguf', quantisation: undefined })).toEqual({ among })
})

test('the only weights of a repository need no name', () => {
  expect(chooseWeights(['a.gguf', 'config.json'], { file: undefined, quantisation: undefined })).toEqual({ files: ['a.gguf'] })
})

test.each([
  { name: 'a.gguf', all: ['a.gguf'] },
  { name: 'a-00002-of-00002.gguf', all: ['a-00001-of-00002.gguf', 'a-00002-of-00002.gguf'] },
  { name: 'a-00001-of-99999.gguf', all: ['a-00001-of-99999.gguf'] },
  { name: 'a-00001-of-00000.gguf', all: ['a-00001-of-00000.gguf'] },
])('$name belongs to $all', ({ name, all }) => {
  expect(splitNames(name)).toEqual(all)
})
