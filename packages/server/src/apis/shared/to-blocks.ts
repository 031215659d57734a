import type { ChosenTokenLogprob, EndReason, Usage } from '@honestai/core'
import type { ChatMetadata } from '../../chat/chat-metadata.ts'
import type { OpenedChatEvent } from '../../chat/open-chat.ts'

/** A run of one kind of output. A call that is not `complete` was cut off or given up: its arguments are no whole JSON text. */
export type Block =
  | { kind: 'text' | 'reasoning'; text: string; logprobs: ChosenTokenLogprob[] }
  | { kind: 'tool-call'; id: string; name: string; text: string; complete: boolean }

/** Output as blocks, one after another: one `start` comes first, one `end` last. `block` is the same object from start to end. */
export type BlockEvent =
  | Extract<OpenedChatEvent, { type: 'start' }>
  | { type: 'block-start'; index: number; block: Block }
  | { type: 'block-end'; index: number; block: Block }
  | { type: 'block-delta'; index: number; block: Block; text: string; logprobs: ChosenTokenLogprob[] }
  | { type: 'end'; reason: EndReason; stop?: string; usage: Usage; blocks: Block[]; metadata: ChatMetadata }

/** Joins the events of an answer into blocks, the unit in which the Responses API and Anthropic's Messages API tell of it. */
export async function* toBlocks(events: AsyncIterable<OpenedChatEvent>): AsyncGenerator<BlockEvent, void> {
  const blocks: Block[] = []
  let open: Block | undefined

  function* start(block: Block): Generator<BlockEvent> {
    yield* end()
    open = block
    blocks.push(block)
    yield { type: 'block-start', index: blocks.length - 1, block }
  }
  function* add(text: string, logprobs: ChosenTokenLogprob[] = []): Generator<BlockEvent> {
    if (!open) throw new Error('The engine went on with a call that it did not start.')
    open.text += text
    if (open.kind !== 'tool-call') open.logprobs.push(...logprobs)
    yield { type: 'block-delta', index: blocks.length - 1, block: open, text, logprobs }
  }
  function* end(): Generator<BlockEvent> {
    if (open) yield { type: 'block-end', index: blocks.length - 1, block: open }
    open = undefined
  }

  for await (const event of events) {
    switch (event.type) {
      case 'start':
        yield event
        break
      case 'text-delta':
      case 'reasoning-delta': {
        const kind = event.type === 'text-delta' ? 'text' : 'reasoning'
        if (open?.kind !== kind) yield* start({ kind, text: '', logprobs: [] })
        yield* add(event.text, event.logprobs)
        break
      }
      case 'tool-call-start':
        yield* start({ kind: 'tool-call', id: event.id, name: event.name, text: '', complete: false })
        break
      case 'tool-call-delta':
        yield* add(event.argumentsText)
        break
      case 'tool-call':
        if (open?.kind === 'tool-call') open.complete = true
        yield* end()
        break
      case 'end': {
        const { type, reason, stop, usage, metadata } = event
        yield* end()
        yield { type, reason, ...(stop !== undefined && { stop }), usage, blocks, metadata }
        return
      }
    }
  }
  throw new Error('The engine ended a chat without an end event.')
}
