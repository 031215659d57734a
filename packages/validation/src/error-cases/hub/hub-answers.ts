import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HubRequestKind } from '@honestai/core/testing'
import type { VisitOptions } from './hub-visit.ts'

type Answer = (response: ServerResponse, request: IncomingMessage, weights: Buffer) => unknown

/** Refuses with a status, and with the header in which a hub says what it means. */
export const refuse =
  (status: number, errorCode?: string): Answer =>
  (response) =>
    response.writeHead(status, errorCode === undefined ? {} : { 'X-Error-Code': errorCode }).end()

/** The hub answers every question about the repository so. */
export const atInfo = (answer: Answer): VisitOptions => at('info', answer)

/** The store, to which the hub sends for the bytes, answers so. */
export const atStore = (answer: Answer): VisitOptions => at('store', answer)

const at = (place: HubRequestKind, answer: Answer): VisitOptions => ({
  misbehave: (kind, request, response, weights) => {
    if (kind !== place) return false
    answer(response, request, weights)
    return true
  },
})

/** Sends the first bytes of the weights, and no more. */
export function sendBeginning(response: ServerResponse, weights: Buffer, onSent: () => void = () => undefined): void {
  response.writeHead(200, { 'Content-Length': weights.length }).write(weights.subarray(0, 1000), onSent)
}

/** The token that the reader comes back with. */
export const newToken = 'hf_newTokenOfTheReader'

/** The hub lets in who has the new token, and refuses all others so. */
export const unlessNewToken = (answer: Answer): VisitOptions => ({
  misbehave: (_kind, request, response, weights) => {
    const known = request.headers.authorization === `Bearer ${newToken}`
    // The store knows addresses, not people.
    if (known || !request.url?.startsWith('/api/')) return false
    answer(response, request, weights)
    return true
  },
})

/** A store that holds back the bytes, and the moment at which it was asked for them. */
export function holdStore() {
  const asked = Promise.withResolvers<void>()
  return {
    asked: asked.promise,
    options: atStore((response, _request, weights) => sendBeginning(response, weights, asked.resolve)),
  }
}
