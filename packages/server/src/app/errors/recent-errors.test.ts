import { routerError } from '@honestai/core'
import { expect, test } from 'vitest'
import { createRecentErrors } from './recent-errors.ts'

const errorOf = (model: string) => routerError('engine_crashed', { model, reason: 'SIGKILL.' }).toBody().error

test('the latest error comes first, with the steps that mend it', () => {
  const errors = createRecentErrors()
  errors.add(errorOf('a'))
  errors.add(errorOf('b'))
  const { code, message, steps } = errorOf('b')
  expect(errors.list()[0]).toEqual({ at: expect.stringMatching(/^\d{4}-.*Z$/), code, message, steps })
  expect(errors.list()).toHaveLength(2)
})

test('an error that comes again moves to the front', () => {
  const errors = createRecentErrors()
  for (const model of ['a', 'b', 'a']) errors.add(errorOf(model))
  expect(errors.list().map(({ message }) => message)).toEqual(['a', 'b'].map((model) => errorOf(model).message))
})

test('no more are kept than the limit', () => {
  const errors = createRecentErrors(2)
  for (const model of ['a', 'b', 'c']) errors.add(errorOf(model))
  expect(errors.list().map(({ message }) => message)).toEqual(['c', 'b'].map((model) => errorOf(model).message))
})
