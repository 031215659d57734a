import { test } from 'vitest'
import { engineCases } from './engine-cases.ts'
import { createFakeEngine } from './fake-engine.ts'

for (const { title, run } of engineCases) {
  test(`the fake engine ${title}`, () => run(createFakeEngine()))
}
