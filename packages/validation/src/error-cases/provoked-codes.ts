import type { ErrorCode } from '@honestai/core'
import type { Subject, SubjectModel } from '../run-context.ts'
import { capacityCases } from './capacity-cases.ts'
import { doorCases } from './door-cases.ts'
import { diskCase, hubCases } from './hub-cases.ts'
import { memoryCases } from './memory-cases.ts'
import { requestCases } from './request-cases.ts'
import { startCases } from './start-cases.ts'
import { weightsFaults } from './weights-faults.ts'

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
const provokedOutsideTables: readonly ErrorCode[] = ['internal_error', 'request_cancelled']
