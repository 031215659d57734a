import type { RouterError } from '@honestai/core'
import type { ChatMetadata } from '../../../chat/chat-metadata.ts'
import type { Block, BlockEvent } from '../../shared/to-blocks.ts'
import { toTokenLogprob } from '../../shared/to-token-logprob.ts'
import type { ResponseHead } from './response-head.ts'
import { itemId, itemStatus, toOutputItem, toReasoningPart, toTextPart } from './to-output-item.ts'
import { type EndedResponse, toResponse } from './to-response.ts'

/** What is known of a response at its start, of this model. */
type ToHead = (model: string) => ResponseHead

/** What a stream needs besides the answer. */
type Facts = {
  /** What `honestai` says where it breaks before its start. */
  asked: ChatMetadata
  /** Is given the whole response before its last event is sent. */
  onEnd: (response: EndedResponse) => void
  /** The error to tell for what was thrown. */
  toError: (thrown: unknown) => RouterError
}

/**
 * The events of a streamed response as OpenAI tells them, numbered from 0. Nothing is told before the start of the answer, since only then its
 * head is settled. A failure is told as `error` and `response.failed`.
 */
export async function* toResponseEvents(toHead: ToHead, blocks: AsyncIterable<BlockEvent>, facts: Facts) {
  let number = 0
  for await (const event of unnumbered(toHead, blocks, facts)) yield { ...event, sequence_number: number++ }
}

async function* unnumbered(toHead: ToHead, blocks: AsyncIterable<BlockEvent>, { asked, onEnd, toError }: Facts) {
  let honestai = asked
  let head = toHead(asked.model)
  try {
    // Told when the next event is known: whether the limit cut an item off is not known before.
    let ended: Extract<BlockEvent, { type: 'block-end' }> | undefined
    for await (const event of blocks) {
      if (event.type === 'start') {
        honestai = event.metadata
        head = toHead(honestai.model)
        const response = { ...head, status: 'in_progress' as const, output: [] }
        yield { type: 'response.created' as const, response }
        yield { type: 'response.in_progress' as const, response }
      }
      if (ended) yield* toLastEvents(placeOf(head, ended), event.type === 'end' && event.reason === 'length')
      ended = undefined
      switch (event.type) {
        case 'block-start':
          yield* toFirstEvents(placeOf(head, event))
          break
        case 'block-delta':
          yield toDeltaEvent(placeOf(head, event), event)
          break
        case 'block-end':
          ended = event
          break
        case 'end': {
          const response = toResponse(head, event)
          onEnd(response)
          yield { type: response.status === 'completed' ? ('response.completed' as const) : ('response.incomplete' as const), response }
        }
      }
    }
  } catch (thrown) {
    const error = toError(thrown)
    const body = error.toBody().error
    // Flat as OpenAI documents it, and nested as its API sends it and its client reads it.
    yield { type: 'error' as const, code: body.code, message: body.message, param: body.param, error: body }
    const failure = { code: 'server_error' as const, message: body.message }
    const response = { ...head, status: 'failed' as const, output: [], error: failure, honestai }
    yield { type: 'response.failed' as const, response }
  }
}

type Place = { block: Block; id: string; at: { output_index: number; item_id: string } }

function placeOf({ id: responseId }: ResponseHead, { block, index }: { block: Block; index: number }): Place {
  const id = itemId(responseId, block, index)
  return { block, id, at: { output_index: index, item_id: id } }
}

const first = { content_index: 0 }

function* toFirstEvents({ block, id, at }: Place) {
  yield { type: 'response.output_item.added' as const, output_index: at.output_index, item: toOutputItem(block, id, 'in_progress') }
  if (block.kind !== 'tool-call') yield { type: 'response.content_part.added' as const, ...at, ...first, part: toPart(block) }
}

function toDeltaEvent({ block, at }: Place, { text, logprobs }: Extract<BlockEvent, { type: 'block-delta' }>) {
  switch (block.kind) {
    case 'text':
      return { type: 'response.output_text.delta' as const, ...at, ...first, delta: text, logprobs: logprobs.map(toTokenLogprob) }
    case 'reasoning':
      return { type: 'response.reasoning_text.delta' as const, ...at, ...first, delta: text }
    case 'tool-call':
      return { type: 'response.function_call_arguments.delta' as const, ...at, delta: text }
  }
}

function* toLastEvents({ block, id, at }: Place, isCut: boolean) {
  switch (block.kind) {
    case 'text': {
      const { text, logprobs } = toTextPart(block)
      yield { type: 'response.output_text.done' as const, ...at, ...first, text, logprobs }
      break
    }
    case 'reasoning':
      yield { type: 'response.reasoning_text.done' as const, ...at, ...first, text: block.text }
      break
    case 'tool-call':
      yield { type: 'response.function_call_arguments.done' as const, ...at, name: block.name, arguments: block.text }
  }
  if (block.kind !== 'tool-call') yield { type: 'response.content_part.done' as const, ...at, ...first, part: toPart(block) }
  const item = toOutputItem(block, id, itemStatus(block, isCut))
  yield { type: 'response.output_item.done' as const, output_index: at.output_index, item }
}

const toPart = (block: Exclude<Block, { kind: 'tool-call' }>) => (block.kind === 'text' ? toTextPart(block) : toReasoningPart(block))
