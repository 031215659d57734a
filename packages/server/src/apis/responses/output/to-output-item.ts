import type { ChosenTokenLogprob } from '@honestai/core'
import type { Block } from '../../shared/to-blocks.ts'
import { toTokenLogprob } from '../../shared/to-token-logprob.ts'

/** Whether an item is being told, is whole, or was cut off. */
type ItemStatus = 'in_progress' | 'completed' | 'incomplete'

/** A block as an item of a response's output. */
export function toOutputItem(block: Block, id: string, status: ItemStatus) {
  switch (block.kind) {
    case 'text':
      return {
        id,
        type: 'message' as const,
        status,
        role: 'assistant' as const,
        content: status === 'in_progress' ? [] : [toTextPart(block)],
      }
    case 'reasoning':
      return { id, type: 'reasoning' as const, status, summary: [], content: status === 'in_progress' ? [] : [toReasoningPart(block)] }
    case 'tool-call':
      return { id, type: 'function_call' as const, status, call_id: block.id, name: block.name, arguments: block.text }
  }
}

/** The text of a message. */
export const toTextPart = ({ text, logprobs }: { text: string; logprobs: ChosenTokenLogprob[] }) => ({
  type: 'output_text' as const,
  text,
  annotations: [],
  logprobs: logprobs.map(toTokenLogprob),
})

/** The text of thoughts. */
export const toReasoningPart = ({ text }: { text: string }) => ({ type: 'reasoning_text' as const, text })

const prefixes = { text: 'msg', reasoning: 'rs', 'tool-call': 'fc' } as const satisfies Record<Block['kind'], string>

/** The id of the item at this place in a response's output. */
export const itemId = (responseId: string, { kind }: Block, index: number) =>
  `${prefixes[kind]}_${responseId.replace(/^resp_/, '')}_${index}`

/** How an item ended. `isCut`: the limit of tokens came in the middle of it. */
export function itemStatus(block: Block, isCut: boolean): ItemStatus {
  const isWhole = block.kind === 'tool-call' ? block.complete : !isCut
  return isWhole ? 'completed' : 'incomplete'
}
