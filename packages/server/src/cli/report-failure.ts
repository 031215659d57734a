import { debuglog } from 'node:util'
import { RouterError, routerError } from '@honestai/core'

const debug = debuglog('honestai')

/** Ends a command that failed: the error record on stderr, exit code 1. `NODE_DEBUG=honestai` adds the stack. */
export function reportFailure(error: unknown): void {
  debug('%o', error)
  const known = error instanceof RouterError ? error : routerError('internal_error', {})
  // Ends the process once the record is out, whatever else may still be open.
  process.stderr.write(`${JSON.stringify(known.toBody(), null, 2)}\n`, () => process.exit(1))
}
