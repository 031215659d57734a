import { expect, test } from 'vitest'
import { chooseModel } from './choose-model.ts'

const candidates = [
  { id: 'chatty', abilities: ['chat'] as const },
  { id: 'vectors', abilities: ['embed'] as const },
  { id: 'broken', abilities: undefined },
  { id: 'able to do both, but last', abilities: ['chat', 'embed'] as const },
]
const tasks = { intent_classification: { model: 'chatty' } }

test.each([
  { target: { model: 'chatty' }, ability: 'chat', expected: { model: 'chatty', reason: 'named by the request' } },
  { target: { task: 'intent_classification' }, ability: 'chat', expected: { model: 'chatty', reason: 'configured for the task' } },
  { target: { task: 'embedding_generation' }, ability: 'embed', expected: { model: 'vectors', reason: 'first that can' } },
  { target: {}, ability: 'chat', expected: { model: 'chatty', reason: 'first that can' } },
  // Its own error, told when it is loaded, says more than a guess about its abilities.
  { target: { model: 'broken' }, ability: 'chat', expected: { model: 'broken', reason: 'named by the request' } },
] as const)('$target to $ability goes to $expected.model', ({ target, ability, expected }) => {
  expect(chooseModel(target, ability, candidates, tasks)).toEqual(expected)
})

test.each([
  { target: { model: 'gpt-4' }, ability: 'chat', code: 'model_not_found' },
  { target: { model: 'chatty' }, ability: 'embed', code: 'model_lacks_ability' },
] as const)('$target to $ability is refused with $code', ({ target, ability, code }) => {
  expect(() => chooseModel(target, ability, candidates, tasks)).toThrow(expect.objectContaining({ code }))
})
