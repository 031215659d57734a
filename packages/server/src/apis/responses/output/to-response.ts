import type { Usage } from '@honestai/core'
import type { BlockEvent } from '../../shared/to-blocks.ts'
import type { ResponseHead } from './response-head.ts'
import { itemId, itemStatus, toOutputItem } from './to-output-item.ts'

type End = Extract<BlockEvent, { type: 'end' }>

/** A response that has ended. */
export function toResponse(head: ResponseHead, { reason, usage, blocks, metadata }: End) {
  const isCut = reason === 'length'
  return {
    ...head,
    status: isCut ? ('incomplete' as const) : ('completed' as const),
    incomplete_details: isCut ? { reason: 'max_output_tokens' as const } : null,
    completed_at: isCut ? null : Math.floor(Date.now() / 1000),
    output: blocks.map((block, index) =>
      toOutputItem(block, itemId(head.id, block, index), itemStatus(block, isCut && index === blocks.length - 1)),
    ),
    usage: toUsage(usage),
    honestai: metadata,
  }
}

/** A response that has ended, in the shape of its HTTP answer. */
export type EndedResponse = ReturnType<typeof toResponse>

const toUsage = ({ promptTokens, cachedTokens, completionTokens, reasoningTokens }: Usage) => ({
  input_tokens: promptTokens,
  input_tokens_details: { cached_tokens: cachedTokens, cache_write_tokens: 0 },
  output_tokens: completionTokens,
  output_tokens_details: { reasoning_tokens: reasoningTokens },
  total_tokens: promptTokens + completionTokens,
})
