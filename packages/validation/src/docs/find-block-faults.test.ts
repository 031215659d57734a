import { expect, test } from 'vitest'
import { repositoryRoot } from '../base/repository-root.ts'
import { findBlockFaults } from './find-block-faults.ts'

const faultsIn = (language: string, text: string) => findBlockFaults(repositoryRoot, { line: 1, language, text })

test.each([
  { language: 'yaml', text: 'models:\n  - id: a\n    path: nowhere.gguf\n' },
  { language: 'yaml', text: 'kind: Deployment\n---\nkind: Service\n' },
  { language: 'yaml', text: 'name: a\nexpects: [models]\n' },
  { language: 'json', text: '{ "a": 1 }' },
  { language: 'ts', text: 'const a: number = await b()' },
  { language: 'ts', text: "{ check: 'a', fault: 'b' },\n{ check: 'c' }," },
])('$text holds', async ({ language, text }) => {
  expect(await faultsIn(language, text)).toEqual([])
})

test.each([
  { language: 'yaml', text: 'models:\n  - id: a\n    pth: nowhere.gguf\n', fault: 'models[0].pth' },
  { language: 'yaml', text: 'server: [\n', fault: 'Flow sequence' },
  { language: 'yaml', text: 'name: a\nexpects: [wonders]\n', fault: 'Invalid' },
  { language: 'json', text: '{ a: 1 }', fault: 'Expected property name' },
  { language: 'ts', text: 'const a: = 1', fault: '' },
])('in $text there is $fault', async ({ language, text, fault }) => {
  expect(await faultsIn(language, text)).toEqual([expect.stringContaining(fault)])
})

test('what makes no claim that could be looked up has no faults to find', async () => {
  expect(await faultsIn('nginx', 'whatever {')).toBeUndefined()
})
