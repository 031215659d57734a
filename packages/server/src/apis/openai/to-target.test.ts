import { taskNames } from '@honestai/core'
import { expect, test } from 'vitest'
import { toTarget } from './to-target.ts'

test('a model id names a model', () => {
  expect(toTarget('canary')).toEqual({ model: 'canary' })
})

test.each(taskNames)('task:%s names the task', (task) => {
  expect(toTarget(`task:${task}`)).toEqual({ task })
})

test('a task that does not exist is an invalid request', () => {
  expect(() => toTarget('task:cooking')).toThrow(expect.objectContaining({ code: 'invalid_request' }))
})
