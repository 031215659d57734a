import { LRUCache } from 'lru-cache'
import type { InputItem } from './input/input-item.ts'
import type { EndedResponse } from './output/to-response.ts'

/** A response with the items of its own request. What came before is found by its `previous_response_id`. */
export type StoredResponse = { response: EndedResponse; input: InputItem[] }

/** How much is kept: 0 of either keeps nothing. */
export type StoreLimits = { maxStoredResponses: number; maxStoredResponsesBytes: number }

/** Keeps responses. */
export type ResponseStore = ReturnType<typeof createResponseStore>

/** Keeps responses in memory only, and forgets the one that was used longest ago when there are too many or they are too large. */
export function createResponseStore({ maxStoredResponses, maxStoredResponsesBytes }: StoreLimits) {
  const keepsNothing = maxStoredResponses === 0 || maxStoredResponsesBytes === 0
  const cache = new LRUCache<string, StoredResponse>({
    max: Math.max(1, maxStoredResponses),
    maxSize: Math.max(1, maxStoredResponsesBytes),
    sizeCalculation: (stored) => Buffer.byteLength(JSON.stringify(stored)),
  })
  return {
    put: (stored: StoredResponse): void => void (keepsNothing || cache.set(stored.response.id, stored)),
    get: (id: string): StoredResponse | undefined => cache.get(id),
    delete: (id: string): boolean => cache.delete(id),
  }
}
