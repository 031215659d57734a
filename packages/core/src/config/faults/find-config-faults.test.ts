import { expect, test } from 'vitest'
import { findConfigFaults } from './find-config-faults.ts'

const pathsOf = (value: unknown) => findConfigFaults(value).map(({ path }) => path)

test('an unknown key hides no other fault, not even one between two values', () => {
  const twice = { id: 'a', path: 'a.gguf' }
  const value = { models: [twice, { ...twice, typo: 1, slots: 0 }], server: { prot: 1 }, tasks: { content_moderation: { model: 'b' } } }
  expect(pathsOf(value)).toEqual(['models[1].typo', 'server.prot', 'models[1].slots', 'models[1].id', 'tasks.content_moderation.model'])
})

const model = { id: 'a', path: 'a.gguf' }

test.each([
  { value: {}, path: 'models', problem: 'it is missing; expected an array that is not empty' },
  { value: [], path: 'the whole file', problem: 'expected an object, not an array' },
  {
    value: { models: [model], server: { port: 70_000 } },
    path: 'server.port',
    problem: 'expected a whole number from 0 to 65535, not 70000',
  },
  { value: { models: [{ ...model, provider: 'remote' }] }, path: 'models[0].provider', problem: 'expected "local"' },
  { value: { models: [{ ...model, sha256: 7 }] }, path: 'models[0].sha256', problem: /expected a text.*, or expected an array/ },
  { value: { models: [model], server: { hots: 'x' } }, path: 'server.hots', problem: /the keys here are host, port, apiKeysFile, / },
  {
    value: { models: [model], server: { allowedOrigins: ['*'] } },
    path: 'server.allowedOrigins[0]',
    problem: /an origin .*, such as https:/,
  },
  { value: { models: [model], server: { allowedHosts: ['a:80'] } }, path: 'server.allowedHosts[0]', problem: /a host name/ },
])('the fault at $path says what would be right', ({ value, path, problem }) => {
  expect(findConfigFaults(value)).toEqual([{ path, problem: problem instanceof RegExp ? expect.stringMatching(problem) : problem }])
})

test('a sound config has no fault', () => {
  expect(findConfigFaults({ $schema: 'x', models: [model] })).toEqual([])
})
