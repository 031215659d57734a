import { downloadErrors } from './errors/download-errors.ts'
import { engineErrors } from './errors/engine-errors.ts'
import { hubErrors } from './errors/hub-errors.ts'
import { requestErrors } from './errors/request-errors.ts'
import { routerErrors } from './errors/router-errors.ts'
import { serverErrors } from './errors/server-errors.ts'
import { startErrors } from './errors/start-errors.ts'
import { weightsErrors } from './errors/weights-errors.ts'

export type { HubDetails } from './errors/hub-errors.ts'
export type { RequestFault } from './errors/request-errors.ts'
export type { TimeoutPhase } from './errors/router-errors.ts'

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
