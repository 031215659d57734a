import type { Block, BlockEvent } from '../shared/to-blocks.ts'
import { createMessageId } from './message-shape.ts'
import { toStopReason } from './to-stop-reason.ts'
import { toUsage } from './to-usage.ts'

type End = Extract<BlockEvent, { type: 'end' }>

/** A whole answer in Anthropic's shape. `maxTokens`: the longest that was asked for. */
export function toMessage(end: End, maxTokens: number) {
  return {
    id: createMessageId(),
    type: 'message' as const,
    role: 'assistant' as const,
    model: end.metadata.model,
    content: end.blocks.filter(isTold).map(toContentBlock),
    ...toStopReason(end, maxTokens),
    stop_details: null,
    container: null,
    diagnostics: null,
    usage: toUsage(end.usage),
    honestai: end.metadata,
  }
}

function toContentBlock(block: Block) {
  switch (block.kind) {
    case 'text':
      return { type: 'text' as const, text: block.text, citations: null }
    case 'reasoning':
      return { type: 'thinking' as const, thinking: block.text, signature: '' }
    case 'tool-call':
      return { type: 'tool_use' as const, id: block.id, name: block.name, input: JSON.parse(block.text) as unknown, caller }
  }
}

// A call that was cut off has no input that could be told; it stands in the text behind it.
const isTold = (block: Block) => block.kind !== 'tool-call' || block.complete

const caller = { type: 'direct' as const }
