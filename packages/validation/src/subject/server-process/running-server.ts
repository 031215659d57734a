import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { SubjectFailure } from '../../base/subject-failure.ts'
import { type ChatAnswer, type ChatOptions, chat, type StreamAnswer, stream } from './chat.ts'
import { childProcesses } from './child-processes.ts'
import { type Answer, type RequestOptions, sendRequest } from './send-request.ts'
import { type Ending, type ServerOptions, type ServerProcess, spawnServer } from './server-process.ts'

/** A server that listens, with everything a check asks of it. */
export type RunningServer = Omit<ServerProcess, 'started'> & {
  url: string
  /** Milliseconds from the spawn until it said where it listens. */
  startMs: number
  request(path: string, options?: RequestOptions): Promise<Answer>
  /** Asks for a chat completion and throws unless it is answered. */
  chat(question: string, options?: ChatOptions): Promise<ChatAnswer>
  stream(question: string, options?: ChatOptions): Promise<StreamAnswer>
  embed(texts: string[], model?: string): Promise<{ vectors: number[][]; usage: { prompt_tokens: number } }>
  /** Body of GET /health. */
  health(): Promise<{ models: ModelHealth[] }>
  /** Health of one model. */
  modelHealth(id: string): Promise<ModelHealth>
  /** Process ids of the engines, found by asking the kernel, not the server. */
  enginePids(): number[]
  /** Process id of the first engine; without any, the server has failed. Signals to process 0 would reach the gate itself. */
  engine(): number
}

/** A model as GET /health shows it, in the fields that checks read. */
export type ModelHealth = {
  id: string
  state: string
  lastLoad: { at: string; durationMs: number } | null
  restarts: number
  sandbox: string[]
  slots: { active: number; total: number }
  queue: { waiting: number; limit: number }
}

const startDeadlineMs = 30_000

/** Models that are asked when a check names none. */
export type DefaultModels = { chat: string; embed: string }

/** Starts a server and waits until it listens; one that refuses or stays silent is the subject's failure. */
export async function startServer(options: ServerOptions, defaults: DefaultModels): Promise<RunningServer> {
  const startedAt = performance.now()
  const server = spawnServer(options)
  const silence = new Promise<null>((resolve) => setTimeout(resolve, startDeadlineMs, null).unref())
  const outcome = await Promise.race([server.started, silence])
  if (outcome === null || !('url' in outcome)) {
    await server.kill()
    throw new SubjectFailure(outcome ? refusal(outcome, server) : `The server did not listen within ${startDeadlineMs} ms.`)
  }
  const { url } = outcome
  const request = (path: string, requestOptions?: RequestOptions) => sendRequest(url + path, requestOptions)
  const enginePids = () => childProcesses(server.child.pid ?? 0).filter(isEngine)
  const health = async () => (await request('/health')).json

  return {
    ...server,
    url,
    startMs: performance.now() - startedAt,
    request,
    chat: (question, chatOptions) => chat(url, question, { model: defaults.chat, ...chatOptions }),
    stream: (question, chatOptions) => stream(url, question, { model: defaults.chat, ...chatOptions }),
    async embed(texts, model = defaults.embed) {
      const { status, text, json } = await request('/v1/embeddings', { body: { model, input: texts } })
      if (status !== 200) throw new SubjectFailure(`Embedding was answered ${status}: ${text}`)
      return { vectors: json.data.map((row: { embedding: number[] }) => row.embedding), usage: json.usage }
    },
    health,
    async modelHealth(id) {
      const { models } = await health()
      const found = models.find((model: ModelHealth) => model.id === id)
      if (!found) throw new SubjectFailure(`GET /health does not know ${id}.`)
      return found
    },
    enginePids,
    engine() {
      const [pid] = enginePids()
      if (pid === undefined) throw new SubjectFailure('No engine runs.')
      return pid
    },
  }
}

/** Beside engines a server starts short-lived programs, such as those that try what sandbox there are. */
function isEngine(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('engine-main')
  } catch {
    return false
  }
}

const refusal = ({ code, signal }: Ending, server: ServerProcess) =>
  `The server ended with ${signal ?? code} instead of listening: ${server.stderr().slice(-2_000)}`

const readyDeadlineMs = 120_000

/** Waits until a server has loaded what it loads at start; one that does not is the subject's failure, and is ended. */
export async function untilReady(server: RunningServer): Promise<void> {
  for (const startedAt = performance.now(); performance.now() - startedAt < readyDeadlineMs; await wait(50)) {
    if ((await server.request('/readyz')).status === 200) return
  }
  await server.kill()
  throw new SubjectFailure(`The server was not ready within ${readyDeadlineMs / 1_000} seconds.`)
}
