import { randomInt } from 'node:crypto'
import type { ChatRequest } from '../../chat/chat.ts'
import { type Sampling, withDefaults } from '../../config/sampling/sampling.ts'
import { samplingFields } from '../../config/sampling/sampling-fields.ts'
import { routerError } from '../../errors.ts'
import type { SamplerSettings } from '../native/token-sampler.ts'
import type { Vocabulary } from '../native/vocabulary.ts'

/** What settings depend on beside the request. */
export type SamplerScope = { vocabulary: Pick<Vocabulary, 'size' | 'tokenizeInside'>; contextSize: number }

/**
 * The settings of llama.cpp's samplers for a checked {@link Sampling}. Every default is that of the table, so that none of the library's
 * slips in. Throws `invalid_request` for a bias on a token that does not exist.
 */
export function samplerSettings(sampling: Sampling, scope: SamplerScope): SamplerSettings {
  const whole = withDefaults(samplingFields, sampling)
  const { temperature, topP, topK, minP, seed = randomInt(2 ** 32 - 1), dry, xtc, logitBias = [] } = whole
  return {
    temperature,
    topP,
    topK,
    minP,
    seed,
    xtc,
    bias: logitBias.flatMap((bias) => biasOf(bias, scope)),
    penalties: penaltiesOf(whole),
    dry: dry?.multiplier ? drySettings(dry, scope) : undefined,
  }
}

function penaltiesOf(sampling: ReturnType<typeof withDefaults<typeof samplingFields>>) {
  const { repeatPenalty, presencePenalty, frequencyPenalty, penaltyWindowTokens } = sampling
  const penalties = ['repeatPenalty', 'presencePenalty', 'frequencyPenalty'] as const
  if (penalties.every((name) => sampling[name] === samplingFields[name].neutral)) return undefined
  return { windowTokens: penaltyWindowTokens, repeat: repeatPenalty, frequency: frequencyPenalty, presence: presencePenalty }
}

function drySettings(dry: NonNullable<Sampling['dry']>, { contextSize }: SamplerScope) {
  const { windowTokens, ...rest } = withDefaults(samplingFields.dry.fields, dry)
  return { windowTokens: windowTokens ?? contextSize, ...rest }
}

function biasOf({ token, bias }: NonNullable<Sampling['logitBias']>[number], { vocabulary }: SamplerScope): [number, number][] {
  const tokens = typeof token === 'number' ? [token] : vocabulary.tokenizeInside(token)
  const unknown = tokens.find((id) => id >= vocabulary.size)
  if (unknown !== undefined) {
    const problem = `there is no token ${unknown}; the vocabulary has ${vocabulary.size}`
    throw routerError('invalid_request', { param: 'logitBias', problem })
  }
  return tokens.map((id) => [id, bias])
}

const seeds = 2 ** 32 - 1

/** The seed of each answer to a request: its own for the first, the numbers that follow for the others; undefined where it has none. */
export function choiceSeeds({ choices = 1, sampling: { seed } }: ChatRequest): (number | undefined)[] {
  return Array.from({ length: choices }, (_, choice) => (seed === undefined ? undefined : (seed + choice) % seeds))
}
