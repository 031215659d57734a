import { check } from '../../../src/checks/check.ts'
import { notApplicable } from '../../../src/checks/needs/not-applicable.ts'

check({ proves: 'embedding-generation', promise: 'It is not applicable' }, async ({ task, skip }) => {
  notApplicable({ task, skip }, 'The subject has no model that can embed.')
})
