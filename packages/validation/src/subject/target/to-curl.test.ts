import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { repositoryRoot } from '../../base/repository-root.ts'
import { toCurl } from './to-curl.ts'

/** What a shell makes of a line, with a program in place of curl that tells its arguments. */
function argumentsOf(line: string, environment: Record<string, string> = {}): string[] {
  const script = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${line}`
  return execFileSync('sh', ['-c', script], { encoding: 'utf8', env: environment }).split('\0').slice(0, -1)
}

test('whatever a body and a path hold, a shell hands them to curl as they are', () => {
  const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0') && value.isWellFormed())
  fc.assert(
    fc.property(text, (body) => {
      const words = argumentsOf(toCurl({ base: 'http://127.0.0.1:1', path: '/v1/x', body: { body } }))
      return words.includes(JSON.stringify({ body })) && words.at(-1) === 'http://127.0.0.1:1/v1/x'
    }),
    { numRuns: 30 },
  )
})

test('a key stays in the variable that held it', () => {
  const line = toCurl({ base: 'http://127.0.0.1:1', path: '/v1/models', headers: { authorization: 'Bearer very-secret' } })
  expect(line).not.toContain('very-secret')
  expect(argumentsOf(line, { HONESTAI_TARGET_KEY: 'k' })).toContain('authorization: Bearer k')
})

test('a model that is named by a path of this machine is left to a variable', () => {
  const model = `${repositoryRoot}/models/it's.gguf`
  const line = toCurl({ base: null, path: '/v1/x', body: { n: 1, model, messages: ['/'] } })
  expect(line).not.toContain(repositoryRoot)
  expect(argumentsOf(line, { TARGET: '', MODEL: model })).toContain(JSON.stringify({ n: 1, model, messages: ['/'] }))
  expect(toCurl({ base: null, path: '/', body: { model: '/owner/model' } })).toContain('"model":"/owner/model"')
})

test('a server that the gate started is asked where it is the next time', () => {
  expect(argumentsOf(toCurl({ base: null, path: '/health' }), { TARGET: 'http://127.0.0.1:2' }).at(-1)).toBe('http://127.0.0.1:2/health')
})

test.each([
  { request: { method: 'DELETE' }, words: ['-X', 'DELETE'] },
  { request: { body: '{', method: 'POST' }, words: ['--data-binary', '{'] },
  { request: { leavesAfterSeconds: 0.4 }, words: ['--max-time', '0.4'] },
])('$request becomes $words', ({ request, words }) => {
  expect(argumentsOf(toCurl({ base: null, path: '/', ...request }), { TARGET: '' })).toEqual(expect.arrayContaining(words))
})
