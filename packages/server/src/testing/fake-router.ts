import {
  type ChatEvent,
  type Decision,
  type ModelHealth,
  type RoutedChatEvent,
  type RoutedChatStart,
  type Router,
  type RouterListener,
  routerError,
  type TaskOutputs,
  type Usage,
} from '@honestai/core'
import { type OpenedChat, withMetadata } from '../chat/open-chat.ts'
import { fakeFacts } from './fake-facts.ts'

/** Token counts of every fake chat. */
export const fakeUsage: Usage = { promptTokens: 12, cachedTokens: 4, completionTokens: 3, reasoningTokens: 0 }

/** The events of a fake chat. */
export const fakeEvents: ChatEvent[] = [
  { type: 'start', promptTokens: fakeUsage.promptTokens, cachedTokens: fakeUsage.cachedTokens },
  { type: 'text-delta', text: 'Par' },
  { type: 'text-delta', text: 'is.' },
  { type: 'end', reason: 'stop', usage: fakeUsage, tokens: [1, 2, 3] },
]

/** Yields events, each in a turn of its own, as an engine does. */
export async function* yieldEvents<Event = ChatEvent>(events: readonly Event[]): AsyncGenerator<Event> {
  for (const event of events) {
    await new Promise(setImmediate)
    yield event
  }
}

/** Yields text without end until the signal aborts, then throws what the engine throws. */
export async function* yieldForever(signal: AbortSignal | undefined): AsyncGenerator<ChatEvent> {
  yield { type: 'start', promptTokens: fakeUsage.promptTokens, cachedTokens: fakeUsage.cachedTokens }
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 5))
    if (signal?.aborted) throw routerError('request_cancelled', {})
    yield { type: 'text-delta', text: 'and so on ' }
  }
}

/** A chat that decides for the canary and answers with these events; `facts` are told at its start. */
export const chatWith =
  (events: (signal: AbortSignal | undefined) => AsyncIterable<ChatEvent>, facts?: Partial<RoutedChatStart>): Router['chat'] =>
  (_target, _request, { signal } = {}) => ({ chosen: fakeDecision, events: withStart(events(signal), facts) })

/** Begins a chat as a router does; what of its start a test leaves out is made up. */
async function* withStart(events: AsyncIterable<ChatEvent>, facts: Partial<RoutedChatStart> = {}): AsyncGenerator<RoutedChatEvent> {
  const { promptTokens, cachedTokens } = fakeUsage
  const start = { type: 'start' as const, promptTokens, cachedTokens, decision: fakeDecision, dropped: [], warnings: [], ...facts }
  let isFirst = true
  for await (const event of events) {
    if (event.type === 'start') yield { ...start, ...event }
    else {
      if (isFirst) yield start
      yield event
    }
    isFirst = false
  }
}

/** A chat that was opened, and answers with these events. */
export const openedChat = (events: readonly ChatEvent[], warnings: string[] = []): OpenedChat => ({
  asked: fakeDecision,
  events: withMetadata({ chosen: fakeDecision, events: withStart(yieldEvents(events)) }, { rename: (param) => param, warnings }),
})

const fakeDecision: Decision = { model: 'canary', reason: 'named by the request' }

const fakeOutputs: TaskOutputs = {
  general_reasoning: { text: 'Paris.', endReason: 'stop' },
  intent_classification: { label: 'booking', probability: 0.9, probabilities: { booking: 0.9, weather: 0.1 } },
  content_moderation: { label: 'safe', probability: 0.9, probabilities: { safe: 0.9, unsafe: 0.1 }, safe: true },
  embedding_generation: { vector: [0.5, -0.5, 0.25, 1] },
}

/** A router without engines, for tests of what stands in front of it. */
export function createFakeRouter(overrides: Partial<Router> = {}): Router {
  const abilities = { canary: ['chat'], 'canary-embedding': ['embed'] } as const
  const ids = ['canary', 'canary-embedding'] as const
  const listeners = new Set<RouterListener>()
  return {
    start: async () => undefined,
    subscribe: (listener) => {
      listeners.add(listener)
      return { [Symbol.dispose]: () => listeners.delete(listener) }
    },
    models: () => ids.map((id) => ({ id, abilities: abilities[id] })),
    health: async () => ids.map((id) => ({ ...idleHealth, id, abilities: abilities[id] })),
    facts: async (id) => {
      if (id !== 'canary' && id !== 'canary-embedding') throw routerError('model_not_found', { model: id, available: ids })
      return { ...fakeFacts, id, abilities: abilities[id] }
    },
    readiness: async () => ({ ready: true }),
    chat: (target, request, options) => {
      if (target.task === undefined && target.model !== 'canary') {
        throw routerError('model_not_found', { model: String(target.model), available: ids })
      }
      const finished = { requestId: options?.requestId ?? '', model: 'canary', durationMs: 1, usage: fakeUsage }
      const events = async function* () {
        yield* yieldEvents(fakeEvents.slice(0, -1))
        for (const listener of listeners) listener({ type: 'request-finished', ...finished })
        yield* fakeEvents.slice(-1)
      }
      return chatWith(events)(target, request, options)
    },
    embed: async (_target, texts, { dimensions } = {}) => ({
      decision: { model: 'canary-embedding', reason: 'named by the request' },
      result: { vectors: texts.map(() => [0.5, -0.5, 0.25, 1].slice(0, dimensions)), promptTokens: texts.length * 2 },
    }),
    decide: () => fakeDecision,
    runTask: async (task) => ({ task, decision: fakeDecision, output: fakeOutputs[task], usage: fakeUsage, durationMs: 1 }),
    countTokens: async () => ({ decision: fakeDecision, tokens: fakeUsage.promptTokens, estimated: false }),
    renderPrompt: async (_target, { messages }) => ({
      decision: fakeDecision,
      prompt: messages.map(({ role, content }) => `${role}: ${content}\n`).join(''),
      tokens: [1, 2, 3],
    }),
    tokenize: async (_target, text) => ({ decision: fakeDecision, tokens: text.split(' ').map((word) => word.length) }),
    detokenize: async (_target, tokens) => ({ decision: fakeDecision, text: tokens.join(' ') }),
    planContext: async (_target, { messages }) => ({
      decision: fakeDecision,
      plan: { messages, kept: [], dropped: [], promptTokens: fakeUsage.promptTokens, reserveTokens: 1, estimated: false },
    }),
    load: async () => undefined,
    unload: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
    ...overrides,
  }
}

const idleHealth: Omit<ModelHealth, 'id' | 'abilities'> & { state: 'unloaded' } = {
  state: 'unloaded',
  lastLoad: null,
  slots: { active: 0, total: 4 },
  queue: { waiting: 0, limit: 128 },
  restarts: 0,
  sandbox: [],
}
