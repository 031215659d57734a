import type { ChildProcess } from 'node:child_process'
import { homedir } from 'node:os'
import { basename } from 'node:path'
import type { ChatEvent } from '../chat/chat.ts'
import { type RouterError, routerError } from '../errors.ts'
import type { Model } from '../models/model.ts'
import { weightsOf } from '../models/verify-model.ts'
import type { EmbedResult, Engine, EngineFacts } from './engine.ts'
import { EngineConnection, type EngineRequest } from './engine-connection.ts'
import type { FromEngine, ToEngine } from './engine-messages.ts'
import { listenToLastWords } from './last-words.ts'
import { spawnEngine } from './spawn-engine.ts'

/** How an engine process is started. */
export type ProcessEngineOptions = {
  slots: number
  /** Share of the weights read, 0 to 1. */
  onProgress?: (progress: number) => void
}

/**
 * Loads a model in a process of its own: llama.cpp aborts the whole process on a failed assertion, and nothing in
 * JavaScript can catch that. Throws `architecture_unsupported` and `model_load_failed`.
 */
export async function createProcessEngine(model: Model, { slots, onProgress }: ProcessEngineOptions): Promise<Engine> {
  const startedMs = performance.now()
  const { child, seals } = spawnEngine(model.path)
  const lastWords = child.stderr ? listenToLastWords(child.stderr) : () => ''
  const connection = new EngineConnection(child, model.id, () => hidePaths(lastWords(), model))
  child.send({ type: 'start', model, slots } satisfies ToEngine, () => {})
  const died = connection.died.then((death) => ({ reason: death.message }))
  const outcome = await Promise.race([loadOutcome(child, onProgress), died])
  if ('reason' in outcome) {
    await connection.close()
    throw loadError(model, hidePaths(`${outcome.reason}. ${lastWords()}`, model))
  }
  return engineOver(connection, { ...outcome, loadMs: performance.now() - startedMs, seals })
}

function loadOutcome(child: ChildProcess, onProgress: ((progress: number) => void) | undefined): Promise<EngineFacts | { reason: string }> {
  return new Promise((resolve) => {
    child.on('message', (message: FromEngine) => {
      if (message.type === 'progress') onProgress?.(message.progress)
      else if (message.type === 'ready') resolve(message.facts)
      else if (message.type === 'load-failed') resolve({ reason: message.reason })
    })
  })
}

// llama.cpp tells its reason in words only.
const unknownArchitecture = /unknown model architecture/

function loadError(model: Model, reason: string): RouterError {
  const { architecture } = model.gguf
  return unknownArchitecture.test(reason)
    ? routerError('architecture_unsupported', { ...weightsOf(model), architecture })
    : routerError('model_load_failed', { ...weightsOf(model), reason })
}

function engineOver(connection: EngineConnection, facts: EngineFacts): Engine {
  let active = 0
  const ask = async <Value>(request: EngineRequest, signal?: AbortSignal): Promise<Value> => {
    for await (const value of connection.request(request, signal)) return value as Value
    throw new Error('The engine ended a request without a result.')
  }
  return {
    facts,
    died: connection.died,
    load: () => ({ activeSlots: active, slots: facts.slots }),
    async *chat(request, signal) {
      active += 1
      try {
        yield* connection.request({ type: 'chat', request }, signal) as AsyncGenerator<ChatEvent>
      } finally {
        active -= 1
      }
    },
    embed: (texts, signal) => ask<EmbedResult>({ type: 'embed', texts }, signal),
    promptTokens: (request) => ask<number[]>({ type: 'prompt-tokens', request }),
    tokenize: (text, { special = false } = {}) => ask<number[]>({ type: 'tokenize', text, special }),
    detokenize: (tokens) => ask<string>({ type: 'detokenize', tokens: [...tokens] }),
    [Symbol.asyncDispose]: () => connection.close(),
  }
}

// Errors name files, never the folders of the person who runs this.
function hidePaths(text: string, { path }: Model): string {
  const named = text.replaceAll(path, basename(path))
  return [process.cwd(), homedir()].filter((folder) => folder.length > 1).reduce((shown, folder) => shown.replaceAll(folder, '~'), named)
}
