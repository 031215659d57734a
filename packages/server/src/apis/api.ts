import type { Config, Router } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import { messages } from './anthropic/messages.ts'
import { completion } from './llama/completion.ts'
import { countTokens } from './llama/count-tokens.ts'
import { embedding } from './llama/embedding.ts'
import { serverState } from './llama/server-state.ts'
import { assistant } from './local/assistant.ts'
import { modelLifecycle } from './local/model-lifecycle.ts'
import { tasks } from './local/tasks.ts'
import { tokens } from './local/tokens.ts'
import { chat as ollamaChat } from './ollama/chat.ts'
import { embed as ollamaEmbed } from './ollama/embed.ts'
import { models as ollamaModels } from './ollama/models.ts'
import { chatCompletions } from './openai/chat/chat-completions.ts'
import { completions } from './openai/completions/completions.ts'
import { embeddings } from './openai/embeddings/embeddings.ts'
import { models } from './openai/models/models.ts'
import { moderations } from './openai/moderations/moderations.ts'
import { responses } from './responses/responses.ts'

/** Every route that puts work before the router, one plugin an endpoint. */
export const api: FastifyPluginAsync<{ router: Router; config: Config }> = async (app, { router, config }) => {
  app.register(chatCompletions, { router })
  app.register(completions, { router })
  app.register(embeddings, { router })
  app.register(responses, { router, server: config.server })
  app.register(messages, { router })
  app.register(models, { router })
  app.register(modelLifecycle, { router })
  app.register(tasks, { router, config })
  app.register(moderations, { router, config })
  app.register(assistant, { router })
  app.register(tokens, { router })
  app.register(completion, { router })
  app.register(countTokens, { router })
  app.register(embedding, { router })
  app.register(serverState, { router, config })
  app.register(ollamaChat, { router })
  app.register(ollamaEmbed, { router })
  app.register(ollamaModels, { router, config })
}
