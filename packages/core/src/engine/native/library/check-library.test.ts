import { expect, test } from 'vitest'
import { checkLibrary, type LibraryFacts } from './check-library.ts'
import { findLibraries } from './find-libraries.ts'
import { llamaTable } from './llama-table.ts'

const fitting = (): LibraryFacts => ({
  versions: { ...llamaTable.versions },
  sizes: Object.fromEntries(Object.entries(llamaTable.structs).map(([name, { size }]) => [name, size])),
  defaults: structuredClone(llamaTable.defaults),
})

test('the library that the table was made from is taken', () => {
  expect(() => checkLibrary('/lib/libllama.so', fitting())).not.toThrow()
})

test.each([
  { title: 'another version', change: { versions: { ...llamaTable.versions, llama: '0.6.0' } }, problem: /its llama is 0\.6\.0/ },
  {
    title: 'another commit of ggml',
    change: { versions: { ...llamaTable.versions, ggmlCommit: 'fffffff' } },
    problem: /ggmlCommit is fffffff/,
  },
  {
    title: 'a struct of another size',
    change: { sizes: { ...fitting().sizes, llama_batch: 64 } },
    problem: /llama_batch has 56 bytes, and here 64/,
  },
  {
    title: 'fields that have moved',
    change: { defaults: { ...fitting().defaults, llama_context_params: { ...llamaTable.defaults.llama_context_params, n_batch: 512 } } },
    problem: /512 for n_batch of llama_context_params, where 2048/,
  },
])('$title is refused by name', ({ change, problem }) => {
  const check = () => checkLibrary('/lib/libllama.so', { ...fitting(), ...change })
  expect(check).toThrow(expect.objectContaining({ code: 'library_unusable', message: expect.stringMatching(problem) }))
  expect(check).toThrow(/libllama\.so/)
})

test('a platform that there are no libraries for, or none installed, is told', () => {
  expect(() => findLibraries('sunos-x64')).toThrow(
    expect.objectContaining({ code: 'library_unusable', message: expect.stringMatching(/sunos/) }),
  )
  expect(() => findLibraries('win32-arm64')).toThrow(
    expect.objectContaining({ message: expect.stringMatching(/win-arm64: it is not installed/) }),
  )
})
