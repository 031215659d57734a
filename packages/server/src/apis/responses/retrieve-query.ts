import { z } from 'zod'
import { harmless, neutral } from '../shared/refused-values.ts'

/** The query of `GET /v1/responses/:id`. A response that has ended is told whole. */
export const retrieveQuery = z.object({
  stream: neutral('false'),
  starting_after: neutral(),
  include: harmless,
  include_obfuscation: harmless,
})
