import { LRUCache } from 'lru-cache'
import type { InputItem } from './input-item.ts'
import type { EndedResponse } from './to-response.ts'

/** A response with what it answered. */
export type StoredResponse = {
  response: EndedResponse
  /** All items before its output: those of earlier responses, and its own. */
  input: InputItem[]
}

/** How much is kept: 0 of either keeps nothing. */
export type StoreLimits = { maxStoredResponses: number; maxStoredResponsesBytes: number }

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
