import type { ChatRequest } from '@honestai/core'
import { z } from 'zod'
import { samplingFields, toEnding } from '../openai/sampling-fields.ts'
import { neutral } from '../shared/refused-values.ts'

const { grammar: _grammar, json_schema: _schema, ...sampling } = samplingFields

/** Options about how weights are run, which the config says here; none of them changes what an answer is. */
const runningOptions = [
  'num_ctx',
  'num_batch',
  'num_gpu',
  'main_gpu',
  'num_thread',
  'num_keep',
  'numa',
  'low_vram',
  'f16_kv',
  'use_mmap',
  'use_mlock',
  'mirostat_tau',
  'mirostat_eta',
  'draft_num_predict',
] as const

const hint = z.unknown().optional().describe('How weights are run, says the config: accepted, and named in the warnings.')

const hints = Object.fromEntries(runningOptions.map((name) => [name, hint])) as Record<(typeof runningOptions)[number], typeof hint>

/** How an answer is made, in Ollama's words and, beyond those, in llama.cpp's. */
export const ollamaOptions = z.object({
  ...sampling,
  num_predict: z.int().nullish().describe('Longest answer, in tokens; none where it is 0 or less.'),
  ...hints,
  tfs_z: neutral(1),
  penalize_newline: neutral(true),
  vocab_only: neutral(false),
  logits_all: neutral(false),
  embedding_only: neutral(false),
})

type Options = z.infer<typeof ollamaOptions>

/** What options come to. */
export function toAsked(options: Options | null | undefined, toSampling: (body: Options) => ChatRequest['sampling']) {
  const { num_predict: limit } = options ?? {}
  return {
    sampling: toSampling(options ?? {}),
    ...(options && toEnding(options)),
    maxTokens: limit != null && limit > 0 ? limit : undefined,
  }
}

/** A warning for each option that changes nothing here. */
export const warningsOf = (options: Options | null | undefined): string[] =>
  runningOptions
    .filter((name) => options?.[name] != null)
    .map((name) => `The option "${name}" changed nothing: how weights are run, says the config.`)
