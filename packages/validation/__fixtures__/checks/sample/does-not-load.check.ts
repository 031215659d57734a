import { check } from '../../../src/checks/check.ts'
// @ts-expect-error The point of this fixture.
import { nothing } from './no-such-file.ts'

check({ proves: 'backpressure', promise: 'Its file does not load' }, async ({ evidence }) => {
  evidence.json('nothing', nothing)
})
