import type { Usage } from '@honestai/core'

/** Token counts in Anthropic's shape, where `input_tokens` leaves out what was cached. */
export const toUsage = (usage: Usage) => ({ ...noUsage, ...toFinalUsage(usage) })

/** The counts that a stream gives at its end. */
export const toFinalUsage = ({ promptTokens, cachedTokens, completionTokens, reasoningTokens }: Usage) => ({
  input_tokens: promptTokens - cachedTokens,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: cachedTokens,
  output_tokens: completionTokens,
  output_tokens_details: { thinking_tokens: reasoningTokens },
  server_tool_use: null,
})

/** The counts that a stream gives at its start. */
export const toFirstUsage = ({ promptTokens, cachedTokens }: Pick<Usage, 'promptTokens' | 'cachedTokens'>) =>
  toUsage({ promptTokens, cachedTokens, completionTokens: 0, reasoningTokens: 0 })

const noUsage = {
  input_tokens: 0,
  cache_creation: null,
  cache_creation_input_tokens: null,
  cache_read_input_tokens: null,
  output_tokens: 0,
  output_tokens_details: null,
  server_tool_use: null,
  inference_geo: null,
  service_tier: null,
  speed: null,
}
