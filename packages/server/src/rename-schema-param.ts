import { type ErrorDetails, RouterError, routerError } from '@honestai/core'

/** Passes the refusal of a JSON schema on under the name that the schema has in this API; core names it as chat completions do. */
export async function renameSchemaParam<Value>(work: Promise<Value>, rename: (param: string) => string): Promise<Value> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof RouterError && error.code === 'schema_unsupported')) throw error
    const details = error.details as ErrorDetails<'schema_unsupported'>
    throw routerError('schema_unsupported', { ...details, param: rename(details.param) }, { cause: error })
  }
}
