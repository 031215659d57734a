import { RouterError, routerError } from '@honestai/core'
import type { FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'

// Deeper than any JSON Schema that people write; what walks a body later recurses.
const maxDepth = 128

/** Takes JSON bodies only, and says where a broken one breaks. */
export const jsonBody = fastifyPlugin(async (app) => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async ({ headers }: FastifyRequest, body: Buffer) => {
    if (headers['content-encoding'] !== undefined) {
      throw routerError('invalid_request', { param: 'Content-Encoding', problem: 'compressed bodies are not accepted' })
    }
    return parse(decode(body))
  })
})

function decode(body: Buffer): string {
  try {
    // Strict, because replacing bytes would change a prompt without a word.
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw routerError('invalid_json', { reason: 'It is not valid UTF-8.' })
  }
}

function parse(text: string): unknown {
  if (text.trim() === '') throw routerError('invalid_json', { reason: 'It is empty.' })
  const value = parseText(text)
  if (isDeeperThan(value, maxDepth)) {
    throw routerError('invalid_json', { reason: `Its arrays and objects stand in each other more than ${maxDepth} times.` })
  }
  return value
}

function parseText(text: string): unknown {
  try {
    return escapedSurrogate.test(text) ? JSON.parse(text, refuseHalves) : JSON.parse(text)
  } catch (error) {
    if (error instanceof RouterError) throw error
    throw routerError('invalid_json', { reason: `The parser says: ${(error as SyntaxError).message}.` })
  }
}

// Well-formed UTF-8 can still write half of a character, as an escape; looking at every string is for the texts that may.
const escapedSurrogate = /\\ud[89a-f]/i

/** A tokenizer would read a replacement character in its place: a prompt changed without a word. */
function refuseHalves(key: string, value: unknown): unknown {
  if (!key.isWellFormed() || (typeof value === 'string' && !value.isWellFormed())) {
    throw routerError('invalid_json', { reason: 'It holds half of a surrogate pair, such as \\ud83d alone, which is no character.' })
  }
  return value
}

/**
 * Whether arrays and objects stand in each other more than `limit` times. Level by level, because recursion would overflow where it matters.
 *
 * @example
 * isDeeperThan([[1]], 1) // true
 */
export function isDeeperThan(value: unknown, limit: number): boolean {
  let level = [value].filter(isHolder)
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > limit) return true
    const next: object[] = []
    for (const holder of level) for (const inner of Object.values(holder)) if (isHolder(inner)) next.push(inner)
    level = next
  }
  return false
}

const isHolder = (value: unknown): value is object => typeof value === 'object' && value !== null
