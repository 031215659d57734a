import { test } from 'vitest'
import { engineEndCases } from './end-cases.ts'
import { engineCases } from './engine-cases.ts'
import { createFakeEngine } from './fake-engine.ts'

for (const { title, needs, run } of [...engineCases, ...engineEndCases]) {
  test(`the fake engine ${title}`, () => run(createFakeEngine({ abilities: [needs] })))
}
