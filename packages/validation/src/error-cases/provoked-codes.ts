import type { ErrorCode } from '@honestai/core'
import type { Subject, SubjectModel } from '../subject/run-context.ts'
import { capacityCases } from './cases/capacity-cases.ts'
import { doorCases } from './cases/door-cases.ts'
import { memoryCases } from './cases/memory-cases.ts'
import { requestCases } from './cases/request-cases.ts'
import { startCases } from './cases/start-cases.ts'
import { weightsFaults } from './cases/weights-faults.ts'
import { diskCase, hubCases } from './hub/hub-cases.ts'

/** Every code that a check provokes, computed from the tables that the checks go through. */
export function provokedCodes(subject: Subject, weights: SubjectModel): Set<ErrorCode> {
  const tables = [
    requestCases(subject, weights),
    startCases,
    weightsFaults,
    hubCases,
    [diskCase(() => [])],
    capacityCases,
    memoryCases,
    doorCases,
  ]
  return new Set([...tables.flatMap((cases) => cases.map(({ code }) => code)), ...provokedOutsideTables])
}

/** Codes with a check of their own. */
const provokedOutsideTables: readonly ErrorCode[] = ['internal_error', 'request_cancelled', 'library_unusable', 'operation_unsupported']
