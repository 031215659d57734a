import { test } from 'vitest'
import { engineCases } from './engine-cases.ts'
import { createFakeEngine } from './fake-engine.ts'

for (const { title, needs, run } of engineCases) {
  test(`the fake engine ${title}`, () => run(createFakeEngine({ abilities: [needs] })))
}
