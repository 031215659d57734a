import { routerError } from '@honestai/core'
import fastifyPlugin from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether the models are still verified, so that requests are refused. */
    isStarting(): boolean
  }
}

// Verifying takes seconds for most weights.
const retryAfterSeconds = 2

/** Refuses requests until the server has started, so that whoever comes early learns why, and when to come again. Probes are answered. */
export const startUp = fastifyPlugin<{ started: Promise<unknown> | undefined }>(async (app, { started }) => {
  let starting = started !== undefined
  // A start that fails ends the server.
  started?.then(
    () => {
      starting = false
    },
    () => undefined,
  )
  app.decorate('isStarting', () => starting)
  app.addHook('preParsing', async ({ routeOptions }) => {
    if (starting && !routeOptions.config.always) throw routerError('starting_up', { retryAfterSeconds })
  })
})
