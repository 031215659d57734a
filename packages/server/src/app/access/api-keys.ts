import { timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { type ApiKeys, digestOfKey, routerError } from '@honestai/core'
import fastifyPlugin from 'fastify-plugin'

/** Asks every request for one of the keys, where there are keys. */
export const apiKeys = fastifyPlugin<Pick<ApiKeys, 'digests'>>(async (app, { digests }) => {
  if (digests.length === 0) return
  app.addHook('onRequest', async ({ headers, routeOptions }, reply) => {
    if (routeOptions.config.openBecause) return
    const keys = keysOf(headers)
    if (keys.some((key) => isKnown(key, digests))) return
    const challenge = 'Bearer realm="honestai"'
    reply.header('www-authenticate', keys.length === 0 ? challenge : `${challenge}, error="invalid_token"`)
    throw routerError(keys.length === 0 ? 'api_key_missing' : 'api_key_wrong', {})
  })
})

// OpenAI's clients send the first, Anthropic's the second.
function keysOf({ authorization, 'x-api-key': apiKey }: IncomingHttpHeaders): string[] {
  const [, bearer] = /^Bearer +(\S+) *$/i.exec(authorization ?? '') ?? []
  return [bearer, apiKey].filter((key) => typeof key === 'string' && key !== '') as string[]
}

/** Compares digests of one length with every key, so that the time it takes tells nothing about any of them. */
function isKnown(key: string, digests: readonly Buffer[]): boolean {
  const digest = digestOfKey(key)
  return digests.filter((known) => timingSafeEqual(known, digest)).length > 0
}
