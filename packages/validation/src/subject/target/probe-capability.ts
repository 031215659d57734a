import { SubjectFailure } from '../../base/subject-failure.ts'
import { type Answer, type RequestOptions, sendRequest } from '../server-process/send-request.ts'
import type { CapabilityName } from './profile/target-profile.ts'

/** Where a server is, and which of its models are asked. */
export type TargetAddress = {
  /** Without `/v1`. */
  url: string
  model: string
  embeddingModel: string | null
  headers?: Readonly<Record<string, string>>
}

/** Whether something is offered, and how that is known. */
export type Capability = { name: CapabilityName; offered: boolean; because: string }

type Probe = { path: string; body?: (address: TargetAddress) => object; offered?: (answer: Answer) => boolean }

const messages = [{ role: 'user', content: 'Say hi.' }]
const chat = (more: object) => (address: TargetAddress) => ({ model: address.model, messages, max_tokens: 4, ...more })
const chatPath = '/v1/chat/completions'
const emptyObject = { type: 'object', properties: {}, additionalProperties: false }

const probes: Record<CapabilityName, Probe> = {
  models: { path: '/v1/models' },
  chat: { path: chatPath, body: chat({}) },
  streaming: { path: chatPath, body: chat({ stream: true }), offered: ({ text }) => text.includes('data:') },
  'usage in streams': {
    path: chatPath,
    body: chat({ stream: true, stream_options: { include_usage: true } }),
    offered: ({ text }) => /"usage":\s*\{/.test(text),
  },
  completions: { path: '/v1/completions', body: ({ model }) => ({ model, prompt: 'Hi', max_tokens: 1 }) },
  embeddings: { path: '/v1/embeddings', body: ({ model, embeddingModel }) => ({ model: embeddingModel ?? model, input: 'Hi' }) },
  responses: { path: '/v1/responses', body: ({ model }) => ({ model, input: 'Say hi.', max_output_tokens: 16 }) },
  messages: { path: '/v1/messages', body: ({ model }) => ({ model, messages, max_tokens: 4 }) },
  tools: {
    path: chatPath,
    body: chat({ tools: [{ type: 'function', function: { name: 'ping', description: 'Ping.', parameters: emptyObject } }] }),
  },
  'structured output': {
    path: chatPath,
    body: chat({ response_format: { type: 'json_schema', json_schema: { name: 'nothing', strict: true, schema: emptyObject } } }),
  },
  tokenize: {
    path: '/tokenize',
    body: ({ model }) => ({ model, content: 'Hi' }),
    offered: ({ json }) => Array.isArray((json as { tokens?: unknown } | undefined)?.tokens),
  },
  health: { path: '/health' },
  metrics: { path: '/metrics' },
}

/** Asks a server for something once. What it refuses, it does not offer; what it accepts must then work. */
export async function probeCapability(name: CapabilityName, address: TargetAddress): Promise<Capability> {
  const { path, body, offered = () => true } = probes[name]
  const options: RequestOptions = { deadlineMs: 60_000, headers: { ...address.headers }, ...(body && { body: body(address) }) }
  const asked = `${body ? 'POST' : 'GET'} ${path}`
  try {
    const answer = await sendRequest(address.url + path, options)
    if (answer.status !== 200) return { name, offered: false, because: `${asked} was answered ${answer.status}.` }
    const isThere = offered(answer)
    return { name, offered: isThere, because: `${asked} was answered 200${isThere ? '' : ' without it'}.` }
  } catch (error) {
    if (!(error instanceof SubjectFailure)) throw error
    return { name, offered: false, because: error.message }
  }
}

/** Variable that holds the key of a target, so that no command line and no report does. */
const keyVariable = 'HONESTAI_TARGET_KEY'

/** Headers that every request to a target carries. */
export function keyHeaders(): Record<string, string> {
  const key = process.env[keyVariable]
  return key ? { authorization: `Bearer ${key}` } : {}
}
