import { routerError } from '@honestai/core'
import type { ResponseStore } from '../response-store.ts'
import type { InputItem } from './input-item.ts'

/**
 * All items of a kept response and of those that it went on from, oldest first. Each is kept once, so a conversation takes memory once,
 * however many of its responses are kept. Throws `missing` with the id of the first that is not there.
 */
export function earlierItems(
  store: ResponseStore,
  id: string | null | undefined,
  missing: 'response_not_found' | 'previous_response_not_found',
): InputItem[] {
  const turns: InputItem[][] = []
  for (let next = id; next != null; ) {
    const found = store.get(next)
    if (!found) throw routerError(missing, { id: next })
    turns.unshift([...found.input, ...found.response.output])
    next = found.response.previous_response_id
  }
  return turns.flat()
}
