import { z } from 'zod'

/** What the release gate asks of the models, where their right answers are not known. */
export const gateConfig = z.strictObject({
  easyQuestionsRight: z
    .number()
    .gt(0)
    .max(1)
    .default(0.8)
    .describe('Share of easy questions that models made to follow instructions must answer rightly when the release gate asks them.'),
})
