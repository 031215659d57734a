import { absentSamplers, type ChatRequest } from '@honestai/core'
import { z } from 'zod'
import { neutral } from '../shared/refused-values.ts'
import { samplingBody } from '../shared/sampling-body.ts'

/** How bodies of OpenAI's chat and text completions ask for sampling, and in llama.cpp's words beyond theirs. */
export const openaiSampling = samplingBody('openai')

const refusals = Object.entries(absentSamplers).map(([name, off]) => [name, neutral(...off)])

/** How tokens are chosen and where an answer ends, under the names of OpenAI and, beyond those, of llama.cpp's server. */
export const samplingFields = {
  ...openaiSampling.shape,
  stop: z
    .union([z.string().min(1), z.array(z.string().min(1)).max(4)], {
      error: 'expected a text that is not empty, or an array of at most four',
    })
    .nullish()
    .describe('Texts at which the answer ends.'),
  ignore_eos: z.boolean().nullish().describe('Goes on when the model would end.'),
  grammar: z.string().min(1).nullish().describe("A grammar in llama.cpp's GBNF that the answer keeps to."),
  ...(Object.fromEntries(refusals) as Record<keyof typeof absentSamplers, ReturnType<typeof neutral>>),
  json_schema: neutral(),
}

const body = z.object(samplingFields)

/** What of a body says where an answer ends. */
export const toEnding = (asked: z.infer<typeof body>): Pick<ChatRequest, 'stop' | 'ignoreEos'> => ({
  stop: typeof asked.stop === 'string' ? [asked.stop] : (asked.stop ?? undefined),
  ignoreEos: asked.ignore_eos ?? undefined,
})
