import { type Router, routerError } from '@honestai/core'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { chatMetadata, toChatMetadata } from '../../chat/chat-metadata.ts'
import { modelErrors } from '../../routing/common-errors.ts'
import { described } from '../../routing/route-description.ts'
import { parseBody, toRunOptions } from '../shared/parse-body.ts'
import { ollamaErrors } from './error-shape.ts'
import * as keepAlive from './keep-alive.ts'
import * as options from './options.ts'
import { toNanoseconds } from './to-answers.ts'
import { toModel } from './to-model.ts'

const common = {
  model: z.string().min(1).describe('Id of a model, or a task as task:NAME.'),
  options: options.ollamaOptions.nullish().describe('Accepted, and changes nothing: a vector is not sampled.'),
  keep_alive: keepAlive.keepAlive,
}

const embedRequest = z.object({
  ...common,
  input: z.union([z.string(), z.array(z.string())], { error: 'expected a text or an array of texts' }).describe('A text, or several.'),
  dimensions: z.int().min(1).nullish().describe('Length that the vectors are cut to.'),
  truncate: z.boolean().nullish().describe('Accepted, and changes nothing: a text that does not fit is refused, not cut.'),
})

const embedShape = z.object({
  model: z.string(),
  embeddings: z.array(z.array(z.number())),
  total_duration: z.int().describe('From the request to this answer, in nanoseconds.'),
  load_duration: z.int().describe('Waited for the load of the model, in nanoseconds.'),
  prompt_eval_count: z.int(),
  honestai: chatMetadata,
})

const embeddingsRequest = z.object({ ...common, prompt: z.string().min(1).describe('A text.') })

const embeddingsShape = z.object({ embedding: z.array(z.number()), honestai: chatMetadata })

/** `POST /api/embed`, and `POST /api/embeddings`, its older form for one text. */
export const embed: FastifyPluginAsync<{ router: Router }> = async (app, { router }) => {
  const route = { group: 'Ollama', errors: [...modelErrors, 'context_length_exceeded'], errorShape: ollamaErrors } as const

  app.post(
    '/api/embed',
    described({ ...route, summary: 'Embeds texts as Ollama does.', request: embedRequest, response: embedShape }),
    async (request): Promise<z.infer<typeof embedShape>> => {
      const { request: body, warnings } = parseBody(embedRequest, request.body)
      const input = [body.input].flat()
      const truncated = body.truncate ? ['"truncate" changed nothing: a text that does not fit is refused, not cut.'] : []
      const { vectors, promptTokens, honestai } = await embedAll(request, body, input, [...warnings, ...truncated])
      return {
        model: honestai.model,
        embeddings: vectors,
        total_duration: toNanoseconds(performance.now() - request.outcome.arrivedMs),
        load_duration: toNanoseconds(request.outcome.loadMs ?? 0),
        prompt_eval_count: promptTokens,
        honestai,
      }
    },
  )

  app.post(
    '/api/embeddings',
    described({ ...route, summary: 'Embeds one text as Ollama does.', request: embeddingsRequest, response: embeddingsShape }),
    async (request): Promise<z.infer<typeof embeddingsShape>> => {
      const { request: body, warnings } = parseBody(embeddingsRequest, request.body)
      const { vectors, honestai } = await embedAll(request, body, [body.prompt], warnings)
      return { embedding: vectors[0] ?? [], honestai }
    },
  )

  async function embedAll(
    request: FastifyRequest,
    { model, keep_alive, options: given, dimensions }: Pick<z.infer<typeof embedRequest>, keyof typeof common | 'dimensions'>,
    texts: string[],
    unknown: string[],
  ) {
    const target = toModel(router, model)
    if (target.task !== undefined && target.task !== 'embedding_generation') {
      throw routerError('invalid_request', { param: 'model', problem: 'this task makes no vectors; send its input to /api/chat' })
    }
    const { decision, result } = await router.embed(target, texts, { dimensions: dimensions ?? undefined, ...toRunOptions(request) })
    request.outcome.model = decision.model
    keepAlive.letGo(router, decision.model, keep_alive)
    const warnings = [...unknown, ...options.warningsOf(given), ...keepAlive.warningsOf(keep_alive)]
    return { ...result, honestai: toChatMetadata({ decision }, warnings) }
  }
}
