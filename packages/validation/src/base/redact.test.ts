import { homedir } from 'node:os'
import { expect, test } from 'vitest'
import { redact } from './redact.ts'
import { repositoryRoot } from './repository-root.ts'

test.each([
  { text: `${repositoryRoot}/packages/core`, left: '<repository>/packages/core' },
  { text: `at ${repositoryRoot}`, left: 'at <repository>' },
  { text: `${homedir()}/.ssh`, left: '<home>/.ssh' },
  { text: 'Bearer hf_abcdefghijklmnop', left: 'Bearer <token>' },
  { text: 'nothing to hide', left: 'nothing to hide' },
])('$text becomes $left', ({ text, left }) => {
  expect(redact(text)).toBe(left)
})

test('a folder whose name only begins as the home’s does is not the home', () => {
  expect(redact(`${homedir()}-other`)).not.toContain('<home>')
})
