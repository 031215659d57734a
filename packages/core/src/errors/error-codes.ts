import { downloadErrors } from './download-errors.ts'
import { engineErrors } from './engine-errors.ts'
import { hubErrors } from './hub-errors.ts'
import { requestErrors } from './request-errors.ts'
import { routerErrors } from './router-errors.ts'
import { serverErrors } from './server-errors.ts'
import { startErrors } from './start-errors.ts'
import { weightsErrors } from './weights-errors.ts'

export type { HubDetails } from './hub-errors.ts'
export type { RequestFault } from './request-errors.ts'
export type { TimeoutPhase } from './router-errors.ts'

/**
 * Every failure this project can report, as one table. The HTTP status, the sentences, the steps, the docs page and the
 * checks all come from here, so they cannot disagree.
 *
 * @example
 * errorCodes.model_not_found.status // 404
 */
export const errorCodes = {
  ...startErrors,
  ...weightsErrors,
  ...hubErrors,
  ...downloadErrors,
  ...engineErrors,
  ...routerErrors,
  ...requestErrors,
  ...serverErrors,
} as const
