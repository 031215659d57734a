import type { ChatRequest, Router, Target } from '@honestai/core'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { openChat } from '../../chat/open-chat.ts'
import { eventStyles, sendEvents } from '../../chat/server-sent-events.ts'
import { chatErrors } from '../../routing/common-errors.ts'
import { described } from '../../routing/route-description.ts'
import { toParam } from '../openai/to-param.ts'
import { toTarget } from '../openai/to-target.ts'
import { infillPrompt } from '../shared/infill-prompt.ts'
import { parseBody, toRunOptions } from '../shared/parse-body.ts'
import {
  type AnswerFields,
  choicesOf,
  infillRequest,
  llamaCompletionRequest,
  type OnePrompt,
  promptsOf,
  toRequest,
  warningsOf,
} from './completion-request.ts'
import { llamaCompletionPart, llamaCompletionShape, type OpenedPrompt, toParts } from './to-completion.ts'

type Prompts = { prompts: readonly OnePrompt[]; several: boolean }

/** `POST /completion` and `POST /infill`, streamed and not, as llama.cpp's server has them. */
export const completion: FastifyPluginAsync<{ router: Router }> = async (app, { router }) => {
  const route = { group: 'llama.cpp', response: llamaCompletionShape, event: llamaCompletionPart } as const

  app.post(
    '/completion',
    described({
      ...route,
      summary: "Goes on from a raw prompt as llama.cpp's server does.",
      alsoAt: ['/completions'],
      request: llamaCompletionRequest,
      errors: chatErrors,
    }),
    async (request, reply) => {
      const { request: body, warnings } = parseBody(llamaCompletionRequest, request.body)
      return answer(request, reply, body, promptsOf(body), warnings)
    },
  )

  app.post(
    '/infill',
    described({
      ...route,
      summary: "Fills a gap in a text as llama.cpp's server does.",
      request: infillRequest,
      errors: [...chatErrors, 'operation_unsupported'],
    }),
    async (request, reply) => {
      const { request: body, warnings } = parseBody(infillRequest, request.body)
      const gap = { prefix: body.input_prefix + (body.prompt ?? ''), suffix: body.input_suffix, param: 'input_suffix' }
      const prompt = await infillPrompt(router, targetOf(body), { ...gap, extra: body.input_extra ?? [] }, toRunOptions(request))
      return answer(request, reply, body, { prompts: [prompt], several: false }, warnings)
    },
  )

  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    body: AnswerFields,
    { prompts, several }: Prompts,
    unknown: string[],
  ) {
    const stream = body.stream ?? false
    const warnings = [...unknown, ...warningsOf(body)]
    const [opened, ...rest] = [await open(prompts[0] as OnePrompt, 0), ...prompts.slice(1)] as [OpenedPrompt, ...OnePrompt[]]
    const telling = { stream, tellsTokens: !stream && (body.return_tokens ?? false), tellsSpeed: body.timings_per_token ?? false }
    const fields = body.response_fields ?? []
    async function* parts() {
      yield* toParts(opened, telling)
      // One after another, so that a long list does not fill the queue before everybody else.
      for (const [index, prompt] of rest.entries()) yield* toParts(await open(prompt, index + 1), telling)
    }
    if (stream) return sendEvents(request, reply, parts(), eventStyles.llamaChunks)
    const wholes = (await Array.fromAsync(parts())).map((whole) => (fields.length > 0 ? pick(whole, fields) : whole))
    return several || wholes.length > 1 ? wholes : wholes[0]

    async function open(prompt: OnePrompt, index: number): Promise<OpenedPrompt> {
      const target = targetOf(body)
      const chat = toRequest(body, await toPrompt(target, prompt, request))
      const first = index * (choicesOf(body) ?? 1)
      return {
        ...(await openChat(router, request, { target, chat, stream, rename: toLlamaParam, warnings })),
        chat,
        first,
        promptText: () => textOf({ model: request.outcome.model }, chat, request),
      }
    }
  }

  /** Texts among ids are read as the model writes them. */
  async function toPrompt(target: Target, prompt: OnePrompt, request: FastifyRequest): Promise<string | number[]> {
    if (typeof prompt === 'string') return prompt
    if (!Array.isArray(prompt)) return prompt.prompt_string
    const options = { special: true, ...toRunOptions(request) }
    const ids = prompt.map(async (part) => (typeof part === 'number' ? [part] : (await router.tokenize(target, part, options)).tokens))
    return (await Promise.all(ids)).flat()
  }

  /** The prompt as it was read, the first token of the vocabulary among it. */
  async function textOf(target: Target, chat: ChatRequest, request: FastifyRequest): Promise<string> {
    const { messages, prompt, parseSpecial } = chat
    const { tokens } = await router.renderPrompt(target, { messages, prompt, parseSpecial, sampling: {} }, toRunOptions(request))
    return (await router.detokenize(target, tokens, { special: true, ...toRunOptions(request) })).text
  }
}

/** The model that a body names, or the first that can. */
export const targetOf = ({ model }: { model?: string | null | undefined }): Target => (model == null ? {} : toTarget(model))

function pick(whole: object, fields: readonly string[]): Record<string, unknown> {
  const values = fields.map((path) => [
    path,
    path.split('/').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], whole),
  ])
  return Object.fromEntries(values.filter(([, value]) => value !== undefined))
}

const names: Readonly<Record<string, string>> = { messages: 'prompt', maxTokens: 'n_predict', response_format: 'json_schema' }

/** How llama.cpp's server names what core names so. */
const toLlamaParam = (param: string): string => names[param] ?? toParam(param)
