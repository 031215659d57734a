import { routerError, type ServerConfig } from '@honestai/core'
import fastifyPlugin from 'fastify-plugin'

type Limits = Pick<ServerConfig, 'maxHeaderBytes' | 'maxHeaders' | 'maxMessages' | 'maxTools' | 'maxInputs'>

const limitedFields = { messages: 'maxMessages', tools: 'maxTools', input: 'maxInputs', prompt: 'maxInputs' } as const

/** Refuses requests with more headers, or with longer lists in their bodies, than the config allows. */
export const requestLimits = fastifyPlugin<Limits>(async (app, limits) => {
  // Node 24 drops headers beyond its own limit without a word, so it has to let one too many through. Later ones refuse more than that.
  app.server.maxHeadersCount = limits.maxHeaders + 1
  app.addHook('onRequest', async ({ raw }) => {
    if (raw.rawHeaders.length > 2 * limits.maxHeaders) {
      throw routerError('headers_too_large', { limitBytes: limits.maxHeaderBytes, limitHeaders: limits.maxHeaders })
    }
  })
  app.addHook('preValidation', async ({ body }) => {
    for (const [param, name] of Object.entries(limitedFields)) {
      const items = (body as Record<string, unknown> | null | undefined)?.[param]
      const limit = limits[name]
      // A list of numbers is one text, as token ids.
      if (Array.isArray(items) && typeof items[0] !== 'number' && items.length > limit) {
        throw routerError('too_many_items', { param, count: items.length, limit, setting: `server.${name}` })
      }
    }
  })
})
