import { z } from 'zod'
import type { InputItem } from './input-item.ts'

/** The query of `GET /v1/responses/:id/input_items`. */
export const inputItemQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('Items on a page.'),
  order: z.enum(['asc', 'desc']).default('desc').describe('asc begins with the oldest item.'),
  after: z.string().optional().describe('Id of the item after which the page begins.'),
  include: z.unknown().optional(),
})

/** A page of the items that a response answered, in the order asked for. */
export function toInputItemList(id: string, input: readonly InputItem[], { limit, order, after }: z.infer<typeof inputItemQuery>) {
  const items = input.map((item, index) => toItem(item, item.id ?? `item_${id.replace(/^resp_/, '')}_${index}`))
  const ordered = order === 'asc' ? items : items.reverse()
  const rest = ordered.slice(after === undefined ? 0 : ordered.findIndex(({ id }) => id === after) + 1)
  const data = rest.slice(0, limit)
  return {
    object: 'list' as const,
    data,
    first_id: data.at(0)?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: rest.length > data.length,
  }
}

function toItem(item: InputItem, id: string) {
  const status = item.status ?? ('completed' as const)
  switch (item.type) {
    case 'message': {
      const texts = typeof item.content === 'string' ? [item.content] : item.content.map(({ text }) => text)
      return item.role === 'assistant'
        ? {
            id,
            type: item.type,
            status,
            role: item.role,
            content: texts.map((text) => ({ type: 'output_text' as const, text, annotations: [] })),
          }
        : { id, type: item.type, status, role: item.role, content: texts.map((text) => ({ type: 'input_text' as const, text })) }
    }
    case 'function_call':
      return { id, type: item.type, status, call_id: item.call_id, name: item.name, arguments: item.arguments }
    case 'function_call_output':
      return { id, type: item.type, status, call_id: item.call_id, output: item.output }
    case 'reasoning':
      return { id, type: item.type, status, summary: item.summary ?? [], content: item.content ?? [] }
  }
}
