import type { Config, Router } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import { assistant } from './assistant.ts'
import { chatCompletions } from './chat-completions.ts'
import { completions } from './completions.ts'
import { embeddings } from './embeddings.ts'
import { messages } from './messages.ts'
import { modelLifecycle } from './model-lifecycle.ts'
import { models } from './models.ts'
import { moderations } from './moderations.ts'
import { responses } from './responses.ts'
import { tasks } from './tasks.ts'
import { tokens } from './tokens.ts'

/** Every route that puts work before the router, one plugin an endpoint. */
export const api: FastifyPluginAsync<{ router: Router; config: Config }> = async (app, { router, config }) => {
  app.register(chatCompletions, { router })
  app.register(completions, { router })
  app.register(embeddings, { router })
  app.register(moderations, { router, config })
  app.register(responses, { router, server: config.server })
  app.register(messages, { router })
  app.register(models, { router })
  app.register(modelLifecycle, { router })
  app.register(tasks, { router, config })
  app.register(assistant, { router })
  app.register(tokens, { router })
}
