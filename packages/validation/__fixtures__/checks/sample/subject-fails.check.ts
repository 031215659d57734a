import { check } from '../../../src/checks/check.ts'
import { SubjectFailure } from '../../../src/base/subject-failure.ts'

check({ proves: 'unit-tests', promise: 'It fails because the subject broke' }, async () => {
  throw new SubjectFailure('The server hung up.')
})
