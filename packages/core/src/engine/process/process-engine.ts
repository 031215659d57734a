import type { ChildProcess } from 'node:child_process'
import { homedir } from 'node:os'
import { basename } from 'node:path'
import type { ChatEvent } from '../../chat/chat.ts'
import { type ErrorDetails, RouterError, routerError } from '../../errors.ts'
import type { Model } from '../../models/model.ts'
import { weightsOf } from '../../models/weights/locate-weights.ts'
import { splitPaths } from '../../models/weights/split-names.ts'
import type { EmbedResult, Engine, EngineFacts, LabelChoice } from '../engine.ts'
import type { StepReport } from '../steps/prefill-budget.ts'
import { EngineConnection, type EngineRequest } from './engine-connection.ts'
import type { FromEngine, ToEngine } from './engine-messages.ts'
import { spawnEngine } from './spawn-engine.ts'
import { collectStderrTail } from './stderr-tail.ts'

/** How an engine process is started. */
export type ProcessEngineOptions = {
  slots: number
  /** Load no weights: the engine can tokenize, and neither chat nor embed. */
  vocabularyOnly?: boolean
  /** Share of the weights read, 0 to 1. */
  onProgress?: (progress: number) => void
  /** Called after every step of all active slots. */
  onStep?: (report: StepReport) => void
  /**
   * An engine that has work and shows no progress for so many milliseconds is ended, and its requests get `engine_crashed`.
   * It gets more time while its steps are long, and for reading large weights from a slow disk. 30 seconds by default.
   */
  noProgressMs?: number
  /** Aborting it ends a load that is under way, and its process, with `shutting_down`. */
  signal?: AbortSignal
}

/** Slower than this no disk reads weights, in bytes a millisecond: one behind USB 2.0 reads 30,000. */
const slowestDisk = 20_000

/**
 * Loads a model in a process of its own: llama.cpp aborts the whole process on a failed assertion, and nothing in
 * JavaScript can catch that. Throws `architecture_unsupported`, `model_load_failed`, and `engine_crashed` when the process
 * hangs or is ended from outside.
 *
 * @example
 * await using engine = await createProcessEngine(model, { slots: 4 })
 * const chat = engine.chat({ messages: [{ role: 'user', content: 'What is 3 plus 4?' }], sampling: { temperature: 0 } })
 * for await (const event of chat) if (event.type === 'text-delta') process.stdout.write(event.text)
 */
export async function createProcessEngine(model: Model, options: ProcessEngineOptions): Promise<Engine> {
  const { slots, vocabularyOnly = false, onProgress, onStep = () => {}, noProgressMs = 30_000, signal } = options
  if (signal?.aborted) throw routerError('shutting_down', {})
  const startedMs = performance.now()
  const { child, sandbox } = spawnEngine(splitPaths(model.path))
  const stderr = child.stderr ? collectStderrTail(child.stderr) : undefined
  const stderrTail = async () => hidePaths((await stderr?.()) ?? '', model)
  const connection = new EngineConnection(child, { model: model.id, stderrTail, noProgressMs, onStep })
  connection.watchLoad(noProgressMs + model.gguf.fileBytes / slowestDisk)
  child.send({ type: 'start', model, slots, vocabularyOnly } satisfies ToEngine, () => {})
  const leave = () => void connection.close()
  signal?.addEventListener('abort', leave)
  const outcome = await Promise.race([loadOutcome(child, onProgress), connection.died])
  signal?.removeEventListener('abort', leave)
  if (outcome instanceof RouterError) {
    // Ended from outside it may well load the next time; by itself, most likely not.
    if (connection.endedFromOutside) throw outcome
    throw loadError(model, (outcome.details as ErrorDetails<'engine_crashed'>).reason)
  }
  if ('reason' in outcome) {
    await connection.close()
    if (outcome.error) throw new RouterError(outcome.error.code, outcome.error.details)
    throw loadError(model, `${hidePaths(outcome.reason, model)}. ${await stderrTail()}`)
  }
  return engineOver(connection, { ...outcome, loadMs: performance.now() - startedMs, sandbox })
}

type LoadFailure = Extract<FromEngine, { type: 'load-failed' }>

function loadOutcome(child: ChildProcess, onProgress: ((progress: number) => void) | undefined): Promise<EngineFacts | LoadFailure> {
  return new Promise((resolve) => {
    child.on('message', (message: FromEngine) => {
      if (message.type === 'progress') onProgress?.(message.progress)
      else if (message.type === 'ready') resolve(message.facts)
      else if (message.type === 'load-failed') resolve(message)
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
      const slots = request.choices ?? 1
      active += slots
      try {
        yield* connection.request({ type: 'chat', request }, signal) as AsyncGenerator<ChatEvent>
      } finally {
        active -= slots
      }
    },
    async chooseLabel(request, labels, signal) {
      active += 1
      try {
        return await ask<LabelChoice>({ type: 'choose-label', request, labels }, signal)
      } finally {
        active -= 1
      }
    },
    embed: (texts, signal, options) => ask<EmbedResult>({ type: 'embed', texts, options }, signal),
    promptTokens: (request) => ask<number[]>({ type: 'prompt-tokens', request }),
    renderPrompt: (request) => ask<string>({ type: 'render-prompt', request }),
    tokenize: (text, { special = false } = {}) => ask<number[]>({ type: 'tokenize', text, special }),
    detokenize: (tokens, { special = true } = {}) => ask<string>({ type: 'detokenize', tokens: [...tokens], special }),
    [Symbol.asyncDispose]: () => connection.close(),
  }
}

// Errors name files, never the folders of the person who runs this or of those who built what runs.
function hidePaths(text: string, { path }: Model): string {
  // These may hold spaces, which end a path in a text.
  const named = text.replaceAll(path, basename(path))
  const homeless = [process.cwd(), homedir()]
    .filter((folder) => folder.length > 1)
    .reduce((shown, folder) => shown.replaceAll(folder, '~'), named)
  return homeless.replaceAll(/(?<![\w.:/-])~?(?:\/[^\s/:'"()]+)+\/([^\s/:'"()]+)/g, '$1')
}
