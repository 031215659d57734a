import { type ChatRequest, type Sampling, type SamplingField, type SamplingGroup, samplingFields } from '@honestai/core'

/** What llama.cpp's server says where each answer draws a seed. */
const drawnSeed = 4_294_967_295

/** How an answer was sampled, in llama.cpp's words: what was asked for, and the defaults for the rest. */
export function toSettings({ sampling, maxTokens, stop = [], logprobs, ignoreEos = false }: ChatRequest, stream: boolean) {
  return {
    ...Object.fromEntries(namedValues(samplingFields, sampling)),
    seed: sampling.seed ?? drawnSeed,
    n_predict: maxTokens ?? -1,
    max_tokens: maxTokens ?? -1,
    stop,
    n_probs: logprobs?.topTokens ?? 0,
    ignore_eos: ignoreEos,
    stream,
  }
}

type Fields = Readonly<Record<string, SamplingField | SamplingGroup>>

function namedValues(fields: Fields, values: Sampling): [string, unknown][] {
  return Object.entries(fields).flatMap(([name, field]): [string, unknown][] => {
    const value = (values as Record<string, unknown>)[name]
    if ('fields' in field) return namedValues(field.fields, (value ?? {}) as Sampling)
    const form = field.names.openai
    const told = value ?? field.default
    return form === undefined || told === undefined ? [] : [[typeof form === 'string' ? form : form.name, told]]
  })
}
