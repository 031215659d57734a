import type { z } from 'zod'
import { unsupported } from './refused-values.ts'

/**
 * Refuses `strict` tools by name where the answer as a whole is free: only an answer that is held to a form, by a call that is demanded or
 * by a format, has its arguments held to their schemas.
 */
export function refuseLooseStrict(
  context: z.core.$RefinementCtx,
  isHeld: boolean,
  stricts: readonly (boolean | null | undefined)[],
  path: readonly string[],
): void {
  if (isHeld) return
  stricts.forEach((strict, index) => {
    if (strict) context.addIssue({ code: 'custom', path: ['tools', index, ...path], ...unsupported })
  })
}
