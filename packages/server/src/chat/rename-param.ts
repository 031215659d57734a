import { RouterError } from '@honestai/core'

/** How an API names what core names so. */
export type RenameParam = (param: string) => string

/** An error under the names that its parameters have in this API; whatever else was thrown stays as it is. */
export function renameParam(error: unknown, rename: RenameParam): unknown {
  if (!(error instanceof RouterError)) return error
  const { param } = error.toBody().error
  if (param === null || rename(param) === param) return error
  const { besides } = error.details as { besides?: string }
  const names = { param: rename(param), ...(besides !== undefined && { besides: rename(besides) }) }
  return new RouterError(error.code, { ...error.details, ...names }, { cause: error })
}
