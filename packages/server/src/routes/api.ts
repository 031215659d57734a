import type { Config, Router } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import { chatCompletions } from './chat-completions.ts'
import { embeddings } from './embeddings.ts'
import { messages } from './messages.ts'
import { models } from './models.ts'
import { responses } from './responses.ts'

/** Every route that puts work before the router, one plugin an endpoint. */
export const api: FastifyPluginAsync<{ router: Router; config: Config }> = async (app, { router, config: { server } }) => {
  app.register(chatCompletions, { router })
  app.register(embeddings, { router })
  app.register(responses, { router, server })
  app.register(messages, { router })
  app.register(models, { router })
}
