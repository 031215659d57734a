/** The engine process: loads one model and serves its parent over the IPC pipe until the parent is gone. */
import { RouterError } from '../errors.ts'
import type { Engine } from './engine.ts'
import type { FromEngine, RequestNews, ToEngine } from './engine-messages.ts'
import { createLlamaEngine } from './llama-engine.ts'

const running = new Map<number, AbortController>()
let engine: Engine | undefined
let outbox: RequestNews[] = []

const send = (message: FromEngine) => process.send?.(message)

// One message for all that a step brought: eight streams cost one wake-up of the parent, not eight.
function post(news: RequestNews): void {
  if (outbox.push(news) > 1) return
  setImmediate(() => {
    const news = outbox
    outbox = []
    send({ type: 'news', news })
  })
}

async function start({ model, slots }: Extract<ToEngine, { type: 'start' }>): Promise<void> {
  try {
    engine = await createLlamaEngine(model, {
      slots,
      onProgress: (progress) => send({ type: 'progress', progress }),
      // The parent keeps the last words of stderr, to say why a load failed or a process died.
      onLog: (message) => process.stderr.write(`${message}\n`),
    })
    send({ type: 'ready', facts: engine.facts })
  } catch (error) {
    send({ type: 'load-failed', reason: error instanceof Error ? error.message : String(error) })
  }
}

async function serve(message: Exclude<ToEngine, { type: 'start' | 'cancel' }>, engine: Engine): Promise<void> {
  const { id } = message
  const controller = new AbortController()
  running.set(id, controller)
  try {
    switch (message.type) {
      case 'chat':
        for await (const event of engine.chat(message.request, controller.signal)) post({ id, type: 'event', event })
        break
      case 'embed':
        post({ id, type: 'result', value: await engine.embed(message.texts, controller.signal) })
        break
      case 'prompt-tokens':
        post({ id, type: 'result', value: await engine.promptTokens(message.request) })
        break
      case 'tokenize':
        post({ id, type: 'result', value: await engine.tokenize(message.text, { special: message.special }) })
        break
      case 'detokenize':
        post({ id, type: 'result', value: await engine.detokenize(message.tokens) })
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
  if (message.type === 'start') void start(message)
  else if (message.type === 'cancel') running.get(message.id)?.abort()
  // The parent sends requests only after it heard that the engine is ready.
  else if (engine) void serve(message, engine)
})

// The parent is gone. `process.exit` would wait for a decode that is under way; this does not.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
