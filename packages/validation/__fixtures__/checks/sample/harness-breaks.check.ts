import { check } from '../../../src/checks/check.ts'

check({ proves: 'gated-models', promise: 'It breaks in the gate' }, async () => {
  throw new TypeError('undefined is not a function')
})
