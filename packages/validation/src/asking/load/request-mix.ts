import type { RunningServer } from '../../subject/server-process/running-server.ts'
import { openResponse } from '../../subject/server-process/send-request.ts'

/** What is sent, and what of the answer must be the same whenever it is sent. */
export type MixedRequest = { kind: string; path: string; body: object; read: (text: string) => unknown }

/** Requests of every kind, most of them short, some long; embeddings where a model can make them. */
export function requestMix(chatModel: string, embeddingModel: string | undefined): MixedRequest[] {
  const chats = [
    'What is 3 plus 4?',
    'Count to 30.',
    'Repeat exactly: lemon dragon kettle',
    'What is the capital of France?',
    'Say 你好 🙂.',
  ]
  const greedy = { model: chatModel, temperature: 0 }
  return [
    ...chats.flatMap((content, index) => {
      const body = { ...greedy, messages: [{ role: 'user', content }], max_tokens: 12 + 24 * (index % 3) }
      const path = '/v1/chat/completions'
      return [
        {
          kind: 'chat',
          path,
          body,
          read: (text: string) => pick(JSON.parse(text).choices[0].message.content, JSON.parse(text).usage.completion_tokens),
        },
        { kind: 'stream', path, body: { ...body, stream: true, stream_options: { include_usage: true } }, read: readStream },
      ]
    }),
    {
      kind: 'long prompt',
      path: '/v1/chat/completions',
      body: { ...greedy, messages: [{ role: 'user', content: `Repeat exactly: ${'lemon kettle '.repeat(60)}` }], max_tokens: 24 },
      read: (text) => JSON.parse(text).choices[0].message.content,
    },
    {
      kind: 'completion',
      path: '/v1/completions',
      body: { ...greedy, prompt: 'The capital of France is', max_tokens: 8 },
      read: (text) => JSON.parse(text).choices[0].text,
    },
    {
      kind: 'response',
      path: '/v1/responses',
      body: { ...greedy, input: 'What is 2 plus 2?', max_output_tokens: 24, store: false },
      read: (text) =>
        JSON.parse(text).output.flatMap((item: { content?: { text: string }[] }) => item.content?.map(({ text }) => text) ?? []),
    },
    {
      kind: 'message',
      path: '/v1/messages',
      body: { ...greedy, max_tokens: 24, messages: [{ role: 'user', content: 'What is 5 plus 1?' }] },
      read: (text) => JSON.parse(text).content,
    },
    {
      kind: 'task',
      path: '/v1/tasks/intent_classification',
      body: { input: 'Book a table for two.' },
      // Its probability is a float that the width of a batch may round otherwise.
      read: (text) => JSON.parse(text).output.label,
    },
    ...(embeddingModel === undefined ? [] : ['a small house', 'a red car']).map((input) => ({
      kind: 'embedding',
      path: '/v1/embeddings',
      body: { model: embeddingModel, input },
      // The width of a batch may round the last digits of a float otherwise.
      read: (text: string) =>
        JSON.parse(text)
          .data[0].embedding.slice(0, 8)
          .map((value: number) => Math.round(value * 1e4)),
    })),
  ]
}

const pick = (text: string, tokens: number) => ({ text, tokens })

function readStream(text: string): unknown {
  const chunks = [...text.matchAll(/^data: (\{.*\})$/gm)].map(([, data = '']) => JSON.parse(data))
  // The event that tells an error has no choices.
  const said = chunks.map(({ choices }) => choices?.[0]?.delta?.content ?? '').join('')
  return { ...pick(said, chunks.at(-1)?.usage?.completion_tokens), ended: text.includes('data: [DONE]') }
}

/** Stands for the answer of a request that its client left. */
export const left = 'left'

/** Sends a request; what the server refuses comes back as its status and text. */
export async function sendMixed(server: RunningServer, { path, body, read }: MixedRequest, signal?: AbortSignal): Promise<unknown> {
  try {
    const response = await openResponse(server.url + path, { body, deadlineMs: 60_000, ...(signal ? { signal } : {}) })
    const text = await response.text()
    return response.status === 200 ? read(text) : { status: response.status, text }
  } catch (error) {
    if (signal?.aborted) return left
    throw error
  }
}
