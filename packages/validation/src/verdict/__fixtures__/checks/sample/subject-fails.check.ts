import { check } from '../../../../checks/check.ts'
import { SubjectFailure } from '../../../../base/subject-failure.ts'

check({ proves: 'unit-tests', promise: 'It fails because the subject broke' }, async () => {
  throw new SubjectFailure('The server hung up.')
})
