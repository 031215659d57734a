import type { ChatRequest, Router } from '@honestai/core'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { openChat, type RenameParam } from '../../chat/open-chat.ts'
import { eventStyles, sendEvents } from '../../chat/server-sent-events.ts'
import { chatErrors } from '../../routing/common-errors.ts'
import { described } from '../../routing/route-description.ts'
import { openaiSampling } from '../openai/sampling-fields.ts'
import { infillPrompt } from '../shared/infill-prompt.ts'
import { parseBody, toRunOptions } from '../shared/parse-body.ts'
import { chatShape, generateShape } from './answer-shape.ts'
import { type OllamaChatRequest, type OllamaGenerateRequest, ollamaChatRequest, ollamaGenerateRequest } from './chat-request.ts'
import { ollamaErrors } from './error-shape.ts'
import * as keepAlive from './keep-alive.ts'
import * as options from './options.ts'
import { toAnswers, toWholeAnswer, type WritePart } from './to-answers.ts'
import { toAnswerRequest, toChatRequest, toGenerateRequest } from './to-chat-request.ts'
import { toModel } from './to-model.ts'

type Asked = { chat: ChatRequest; warnings: string[] }

/** `POST /api/chat` and `POST /api/generate`, streamed and not, as Ollama has them. */
export const chat: FastifyPluginAsync<{ router: Router }> = async (app, { router }) => {
  const common = { group: 'Ollama', errors: chatErrors, errorShape: ollamaErrors } as const

  app.post(
    '/api/chat',
    described({
      ...common,
      summary: 'Answers a chat as Ollama does, streamed unless told otherwise.',
      request: ollamaChatRequest,
      response: chatShape.whole,
      event: chatShape.part,
      eventLines: true,
    }),
    async (request, reply) => {
      const { request: body, warnings } = parseBody(ollamaChatRequest, request.body)
      if (!body.messages?.length) return move(request, body, toMessage)
      return answer(request, reply, body, { chat: toChatRequest(body), warnings }, toMessage)
    },
  )

  app.post(
    '/api/generate',
    described({
      ...common,
      summary: 'Answers a prompt as Ollama does, streamed unless told otherwise.',
      request: ollamaGenerateRequest,
      response: generateShape.whole,
      event: generateShape.part,
      eventLines: true,
      errors: [...chatErrors, 'operation_unsupported'],
    }),
    async (request, reply) => {
      const { request: body, warnings } = parseBody(ollamaGenerateRequest, request.body)
      if (!body.prompt) return move(request, body, toResponse)
      return answer(request, reply, body, { chat: await promptOf(body, request), warnings }, toResponse)
    },
  )

  /** A prompt with a suffix is a gap to fill. */
  async function promptOf(body: OllamaGenerateRequest, request: FastifyRequest): Promise<ChatRequest> {
    if (!body.suffix) return toGenerateRequest(body)
    const gap = { prefix: body.prompt ?? '', suffix: body.suffix, param: 'suffix' }
    return {
      messages: [],
      prompt: await infillPrompt(router, toModel(router, body.model), gap, toRunOptions(request)),
      ...toAnswerRequest(body),
    }
  }

  async function answer<Written extends object>(
    request: FastifyRequest,
    reply: FastifyReply,
    body: OllamaChatRequest | OllamaGenerateRequest,
    { chat, warnings }: Asked,
    write: WritePart<Written>,
  ) {
    const stream = body.stream ?? true
    const opened = await openChat(router, request, {
      target: toModel(router, body.model),
      chat,
      stream,
      rename: toParam,
      truncation: body.truncate === false ? 'disabled' : 'auto',
      warnings: [...warnings, ...options.warningsOf(body.options), ...keepAlive.warningsOf(body.keep_alive)],
    })
    reply.raw.once('close', () => keepAlive.letGo(router, request.outcome.model ?? opened.asked.model, body.keep_alive))
    if (!stream) return toWholeAnswer(opened, request, write)
    return sendEvents(request, reply, toAnswers(opened, request, write), eventStyles.lines)
  }

  /** Nothing is asked but that the model is there, or is not there any more. */
  async function move<Written extends object>(
    request: FastifyRequest,
    { model: name, keep_alive }: OllamaChatRequest | OllamaGenerateRequest,
    write: WritePart<Written>,
  ) {
    const { model } = router.decide(toModel(router, name))
    request.outcome.model = model
    const isOver = keepAlive.isOver(keep_alive)
    if (isOver) await router.unload(model)
    else await router.load(model, { signal: request.cancellation })
    const created_at = new Date().toISOString()
    return { model, created_at, ...write({ text: '' }), done: true, done_reason: isOver ? 'unload' : 'load' }
  }
}

const toMessage: WritePart<{ message: object }> = ({ text, thinking, calls = [] }) => ({
  message: {
    role: 'assistant',
    content: text,
    ...(thinking && { thinking }),
    ...(calls.length > 0 && {
      tool_calls: calls.map(({ id, name, arguments: given }, index) => ({ id, function: { index, name, arguments: JSON.parse(given) } })),
    }),
  },
})

const toResponse: WritePart<{ response: string }> = ({ text, thinking }) => ({ response: text, ...(thinking && { thinking }) })

const names: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(openaiSampling.params).map(([core, name]) => [core, `options.${name}`])),
  response_format: 'format',
  maxTokens: 'options.num_predict',
  reasoning: 'think',
  stop: 'options.stop',
}

/** How Ollama names what core names so. */
const toParam: RenameParam = (param) => names[param] ?? param
