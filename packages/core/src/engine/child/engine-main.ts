import { writeSync } from 'node:fs'
import { RouterError } from '../../errors.ts'
import type { LlamaEngine } from '../llama/llama-engine.ts'
import type { FromEngine, RequestNews, ToEngine } from '../process/engine-messages.ts'
import { Outbox } from './outbox.ts'

/** The engine process: loads one model and serves its parent over the IPC pipe until the parent is gone. */

const { createLlamaEngine } = await import('../llama/llama-engine.ts')

/** `gate` is closed while the parent wants no more of it; then its events stay where they are, which makes its steps wait. */
type Running = { controller: AbortController; gate: Gate }

const running = new Map<number, Running>()
let engine: LlamaEngine | undefined

const send = (message: FromEngine) => process.send?.(message)
const outbox = new Outbox(send)
const post = (news: RequestNews) => outbox.post(news, engine?.stepping ?? false)

async function start({ model, slots, vocabularyOnly }: Extract<ToEngine, { type: 'start' }>): Promise<void> {
  try {
    engine = await createLlamaEngine(model, {
      slots,
      vocabularyOnly,
      onProgress: (progress) => send({ type: 'progress', progress }),
      onStep: (report) => outbox.stepped(report),
      // The parent keeps the end of stderr of stderr, to say why a load failed or a process died.
      onLog: (message) => process.stderr.write(`${message}\n`),
    })
    send({ type: 'ready', facts: engine.facts })
  } catch (error) {
    const known = error instanceof RouterError ? { error: { code: error.code, details: error.details } } : {}
    send({ type: 'load-failed', reason: error instanceof Error ? error.message : String(error), ...known })
  }
}

type Request = Exclude<ToEngine, { type: 'start' | 'cancel' | 'pause' | 'resume' }>

async function serve(message: Request, engine: LlamaEngine): Promise<void> {
  const { id } = message
  const [controller, gate] = [new AbortController(), new Gate()]
  running.set(id, { controller, gate })
  try {
    switch (message.type) {
      case 'chat':
        for await (const event of engine.chat(message.request, controller.signal)) {
          post({ id, type: 'event', event })
          if (gate.opening) await gate.opening
        }
        break
      case 'choose-label':
        post({ id, type: 'result', value: await engine.chooseLabel(message.request, message.labels, controller.signal) })
        break
      case 'embed':
        post({ id, type: 'result', value: await engine.embed(message.texts, controller.signal, message.options) })
        break
      case 'prompt-tokens':
        post({ id, type: 'result', value: await engine.promptTokens(message.request) })
        break
      case 'render-prompt':
        post({ id, type: 'result', value: await engine.renderPrompt(message.request) })
        break
      case 'tokenize':
        post({ id, type: 'result', value: await engine.tokenize(message.text, { special: message.special }) })
        break
      case 'detokenize':
        post({ id, type: 'result', value: await engine.detokenize(message.tokens, { special: message.special }) })
        break
    }
    post({ id, type: 'done' })
  } catch (error) {
    // A fault nobody foresaw may have left the weights in any state: better to die and be restarted.
    if (!(error instanceof RouterError)) throw error
    post({ id, type: 'error', error: { code: error.code, details: error.details } })
  } finally {
    running.delete(id)
  }
}

process.on('message', (message: ToEngine) => {
  switch (message.type) {
    case 'start':
      return void start(message)
    case 'pause':
      return running.get(message.id)?.gate.close()
    case 'resume':
      return running.get(message.id)?.gate.open()
    case 'cancel':
      running.get(message.id)?.controller.abort()
      return running.get(message.id)?.gate.open()
    default:
      // The parent sends requests only after it heard that the engine is ready.
      if (engine) void serve(message, engine)
  }
})

// The parent is gone, or went before this process could hear of it. `process.exit` would wait for a decode that is under way.
const followParent = () => process.kill(process.pid, 'SIGKILL')
process.on('disconnect', followParent)
if (process.ppid !== Number(process.env.PARENT_PID)) followParent()

// What nobody caught, such as an exception inside sampling, leaves requests that never end and weights in any state.
process.on('uncaughtException', (error) => {
  writeSync(process.stderr.fd, `${error.message}\n`)
  process.kill(process.pid, 'SIGTERM')
})

/** Lets through while it is open. */
class Gate {
  #closed: PromiseWithResolvers<void> | undefined

  close(): void {
    this.#closed ??= Promise.withResolvers()
  }

  open(): void {
    this.#closed?.resolve()
    this.#closed = undefined
  }

  /** Resolves when it opens; undefined while it is open. */
  get opening(): Promise<void> | undefined {
    return this.#closed?.promise
  }
}
