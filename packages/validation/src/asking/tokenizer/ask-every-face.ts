import { SubjectFailure } from '../../base/subject-failure.ts'
import { readEvents } from '../../subject/server-process/read-events.ts'
import type { RunningServer } from '../../subject/server-process/running-server.ts'
import { openResponse } from '../../subject/server-process/send-request.ts'

// What is asked is how many, not how fast.
const deadlineMs = 60_000

type Tool = { type: string; function: { name: string; description?: string; parameters: unknown } }
type Chat = { model: string; messages: readonly { role: string; content: string }[]; tools?: readonly Tool[] }

/**
 * Sends one chat through every API that takes chats, whole and streamed, the first time and again: the prompt tokens that each answer
 * reports.
 */
export async function askEveryFace(server: RunningServer, chat: Chat): Promise<Record<string, number>> {
  const completion = { ...chat, max_tokens: 1, temperature: 0 }
  return {
    'chat completions': await countOf(server, '/v1/chat/completions', completion),
    'chat completions, again': await countOf(server, '/v1/chat/completions', completion),
    'chat completions, streamed': await streamedCountOf(server, '/v1/chat/completions', {
      ...completion,
      stream: true,
      stream_options: { include_usage: true },
    }),
    responses: await countOf(server, '/v1/responses', toResponse(chat)),
    'responses, streamed': await streamedCountOf(server, '/v1/responses', { ...toResponse(chat), stream: true }),
    messages: await countOf(server, '/v1/messages', { ...toMessages(chat), max_tokens: 1 }),
    'messages, streamed': await streamedCountOf(server, '/v1/messages', { ...toMessages(chat), max_tokens: 1, stream: true }),
    'messages, counted': await countOf(server, '/v1/messages/count_tokens', toMessages(chat)),
  }
}

// biome-ignore lint/suspicious/noExplicitAny: what came over the wire.
type Body = any

const toResponse = ({ model, messages, tools }: Chat) => ({
  model,
  input: messages,
  ...(tools
    ? {
        tools: tools.map(({ function: { name, description, parameters } }) => ({
          type: 'function',
          name,
          description,
          parameters,
          strict: false,
        })),
      }
    : {}),
  max_output_tokens: 16,
  temperature: 0,
  store: false,
})

const toMessages = ({ model, messages, tools }: Chat) => ({
  model,
  ...(messages[0]?.role === 'system' ? { system: messages[0].content } : {}),
  messages: messages.filter(({ role }) => role !== 'system'),
  ...(tools
    ? { tools: tools.map(({ function: { name, description, parameters } }) => ({ name, description, input_schema: parameters })) }
    : {}),
  temperature: 0,
})

async function countOf(server: RunningServer, path: string, body: object): Promise<number> {
  const { status, text, json } = await server.request(path, { body, deadlineMs })
  if (status !== 200) throw new SubjectFailure(`${path} answered ${status}: ${text}`)
  return promptTokensIn(json) ?? Number.NaN
}

async function streamedCountOf(server: RunningServer, path: string, body: object): Promise<number> {
  const response = await openResponse(server.url + path, { body, deadlineMs })
  if (response.status !== 200) throw new SubjectFailure(`${path} answered ${response.status}: ${await response.text()}`)
  let count: number | undefined
  for await (const { data } of readEvents(response, performance.now()))
    if (data !== '[DONE]') count = promptTokensIn(JSON.parse(data)) ?? count
  return count ?? Number.NaN
}

/** Prompt tokens of a body or of an event, by whatever name the API has for them. Anthropic counts what was in the cache apart. */
function promptTokensIn(body: Body): number | undefined {
  const usage = body.usage ?? body.response?.usage ?? body.message?.usage
  if (typeof body.input_tokens === 'number') return body.input_tokens
  if (!usage) return undefined
  if (typeof usage.prompt_tokens === 'number') return usage.prompt_tokens
  if (typeof usage.input_tokens !== 'number') return undefined
  return usage.input_tokens + (usage.cache_read_input_tokens ?? 0)
}
