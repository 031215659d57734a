import type { Block, BlockEvent } from '../shared/to-blocks.ts'
import { createMessageId } from './message-shape.ts'
import { toStopReason } from './to-stop-reason.ts'
import { toFinalUsage, toFirstUsage } from './to-usage.ts'

/** The events of a streamed answer as Anthropic's API tells them; `maxTokens` is the longest answer that was asked for. */
export async function* toMessageEvents(blocks: AsyncIterable<BlockEvent>, maxTokens: number) {
  for await (const event of blocks) {
    switch (event.type) {
      case 'start':
        yield toMessageStart(event)
        yield { type: 'ping' as const }
        break
      case 'block-start':
        yield { type: 'content_block_start' as const, index: event.index, content_block: toEmptyBlock(event.block) }
        break
      case 'block-delta':
        yield { type: 'content_block_delta' as const, index: event.index, delta: toDelta(event.block, event.text) }
        break
      case 'block-end':
        yield { type: 'content_block_stop' as const, index: event.index }
        break
      case 'end': {
        const delta = { ...toStopReason(event, maxTokens), stop_details: null, container: null }
        yield { type: 'message_delta' as const, delta, usage: toFinalUsage(event.usage) }
        yield { type: 'message_stop' as const, honestai: event.metadata }
      }
    }
  }
}

const toMessageStart = ({ metadata, ...counts }: Extract<BlockEvent, { type: 'start' }>) => ({
  type: 'message_start' as const,
  message: {
    id: createMessageId(),
    type: 'message' as const,
    role: 'assistant' as const,
    model: metadata.model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    stop_details: null,
    container: null,
    diagnostics: null,
    usage: toFirstUsage(counts),
  },
})

function toEmptyBlock(block: Block) {
  switch (block.kind) {
    case 'text':
      return { type: 'text' as const, text: '', citations: null }
    case 'reasoning':
      return { type: 'thinking' as const, thinking: '', signature: '' }
    case 'tool-call':
      return { type: 'tool_use' as const, id: block.id, name: block.name, input: {}, caller: { type: 'direct' as const } }
  }
}

function toDelta({ kind }: Block, text: string) {
  switch (kind) {
    case 'text':
      return { type: 'text_delta' as const, text }
    case 'reasoning':
      return { type: 'thinking_delta' as const, thinking: text }
    case 'tool-call':
      return { type: 'input_json_delta' as const, partial_json: text }
  }
}
