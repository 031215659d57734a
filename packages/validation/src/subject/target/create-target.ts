import { SubjectFailure } from '../../base/subject-failure.ts'
import { readEvents } from '../server-process/read-events.ts'
import { type Answer, openResponse, type RequestOptions, sendRequest } from '../server-process/send-request.ts'
import { createFindings, type Finding, type Findings, type Reproducible } from './findings.ts'
import type { TargetAddress } from './probe-capability.ts'
import type { TargetProfile } from './profile/target-profile.ts'
import { toCurl } from './to-curl.ts'
import { type ChatChunk, type ChatCompletion, chatChunk, chatCompletion, parseAnswer, type Usage } from './wire-shapes.ts'

/** Fields of a chat request; the question is asked of the target's model, greedily. */
export type ChatFields = { messages?: unknown[]; [field: string]: unknown }

/** A whole answer with the command that asks for it again. */
export type Asked = Answer & Reproducible

/** A chat that was answered. */
export type Chat = Reproducible & { body: ChatCompletion; text: string; finishReason: string; usage: Usage; durationMs: number }

/** A streamed chat that was answered, put together again. */
export type Streamed = Reproducible & {
  text: string
  finishReasons: string[]
  usage: Usage | undefined
  calls: { name: string; arguments: string }[]
  chunks: ChatChunk[]
  /** The events as they came: their data, `[DONE]` among them. */
  events: string[]
  durationMs: number
}

/** A server that is tried from outside: nothing is asked of it but the protocol. */
export type TargetClient = TargetAddress & {
  thresholds: TargetProfile['thresholds']
  /** What one request may hold, where that is known. */
  contextSize: number | undefined
  ask(path: string, options?: RequestOptions): Promise<Asked>
  /** The body of a chat request. */
  chatBody(question: string, fields?: ChatFields): object
  /** Asks and demands an answer of the right shape. */
  chat(question: string, fields?: ChatFields): Promise<Chat>
  stream(question: string, fields?: ChatFields): Promise<Streamed>
  /** Begins a request, and leaves it when told; resolves with its response, or with null if it was left before. */
  begin(path: string, body: object, signal?: AbortSignal): Promise<Response | null>
  /** The command for a request that is sent otherwise. */
  curlFor(path: string, options?: RequestOptions & { leavesAfterSeconds?: number }): Reproducible
  findings(): Findings
  /** The same, of another server like it. */
  at(url: string): TargetClient
}

/** What is known of a server. `isOurs`: the gate started it, so nobody finds it at this address later. */
export type TargetTraits = Pick<TargetProfile, 'thresholds' | 'contextSize'> & { isOurs: boolean }

/** `leave` is told what was found; `onAsked` hears every request, so that one that breaks off can be sent again. */
export type TargetListeners = {
  leave: (findings: readonly Finding[], shown: string[]) => void
  onAsked: (asked: Reproducible) => void
}

const chatPath = '/v1/chat/completions'

/** A client of a server. */
export function createTarget(address: TargetAddress, traits: TargetTraits, listeners: TargetListeners): TargetClient {
  const { thresholds, contextSize, isOurs } = traits
  const { leave, onAsked } = listeners
  const withKey = (options: RequestOptions): RequestOptions => ({
    deadlineMs: thresholds.answerMs,
    ...options,
    headers: { ...address.headers, ...options.headers },
  })
  const curlFor: TargetClient['curlFor'] = (path, options = {}) => {
    const { method, body, headers } = withKey(options)
    return {
      curl: toCurl({ base: isOurs ? null : address.url, path, method, headers, body, leavesAfterSeconds: options.leavesAfterSeconds }),
    }
  }
  const announce = (path: string, options: RequestOptions) => {
    const asked = curlFor(path, options)
    onAsked(asked)
    return asked
  }
  const chatBody: TargetClient['chatBody'] = (question, fields) => ({
    model: address.model,
    messages: [{ role: 'user', content: question }],
    temperature: 0,
    ...fields,
  })
  const ask: TargetClient['ask'] = async (path, options = {}) => {
    const asked = announce(path, options)
    return { ...(await sendRequest(address.url + path, withKey(options))), ...asked }
  }
  return {
    ...address,
    thresholds,
    contextSize,
    ask,
    chatBody,
    curlFor,
    async chat(question, fields) {
      const { status, text, json, curl, durationMs } = await ask(chatPath, { body: chatBody(question, fields) })
      if (status !== 200) throw new SubjectFailure(`A chat was answered ${status}: ${text.slice(0, 500)}`)
      const body = parseAnswer(chatCompletion, json, 'A chat completion')
      const [choice] = body.choices
      return { body, text: choice?.message.content ?? '', finishReason: choice?.finish_reason ?? '', usage: body.usage, durationMs, curl }
    },
    async stream(question, fields) {
      const options = { body: chatBody(question, { stream: true, ...fields }) }
      const { curl } = announce(chatPath, options)
      const startedAt = performance.now()
      const response = await openResponse(address.url + chatPath, withKey(options))
      if (response.status !== 200) {
        throw new SubjectFailure(`A stream was answered ${response.status}: ${(await response.text()).slice(0, 500)}`)
      }
      const events = (await Array.fromAsync(readEvents(response, startedAt))).map(({ data }) => data)
      return { ...putTogether(events), events, durationMs: performance.now() - startedAt, curl }
    },
    async begin(path, body, signal) {
      announce(path, { body })
      try {
        return await openResponse(address.url + path, withKey({ body, ...(signal && { signal }), deadlineMs: thresholds.answerMs * 4 }))
      } catch (error) {
        if (signal?.aborted) return null
        throw error
      }
    },
    findings: () => createFindings(leave),
    at: (url) => createTarget({ ...address, url }, traits, listeners),
  }
}

function putTogether(events: readonly string[]): Omit<Streamed, 'events' | 'durationMs' | 'curl'> {
  const chunks = events.filter((data) => data !== '[DONE]').map((data) => parseAnswer(chatChunk, parseJson(data), 'A chunk of a stream'))
  const choices = chunks.flatMap((chunk) => chunk.choices)
  const calls: { name: string; arguments: string }[] = []
  for (const delta of choices.flatMap(({ delta }) => delta.tool_calls ?? [])) {
    calls[delta.index] ??= { name: '', arguments: '' }
    const call = calls[delta.index]
    if (!call) continue
    call.name += delta.function?.name ?? ''
    call.arguments += delta.function?.arguments ?? ''
  }
  return {
    chunks,
    text: choices.map(({ delta }) => delta.content ?? '').join(''),
    finishReasons: choices.flatMap(({ finish_reason }) => finish_reason ?? []),
    usage: chunks.findLast(({ usage }) => usage)?.usage ?? undefined,
    calls: calls.filter(Boolean),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new SubjectFailure(`A stream holds an event that is no JSON: ${text.slice(0, 200)}`)
  }
}

const long = { max_tokens: 800, temperature: 1.8, top_p: 1 }
/** No part of the original's protocol, but of many servers': the answer goes on beyond its end. */
const endless = { ...long, ignore_eos: true }

/** Fields of a request whose answer lasts, as far as the server can be made to go on. */
export async function longAnswerFields(target: TargetClient): Promise<object> {
  const { status } = await target.ask('/v1/chat/completions', { body: target.chatBody('Say hi.', { ...endless, max_tokens: 1 }) })
  return status === 200 ? endless : long
}
