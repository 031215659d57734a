import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { SubjectFailure } from '../../base/subject-failure.ts'
import { childProcesses } from '../../subject/server-process/child-processes.ts'
import type { RunningServer } from '../../subject/server-process/running-server.ts'
import { unpulledModel } from '../leaks/decoys.ts'
import type { Route } from './routes-of.ts'

/** What happened in a server's life. */
export type WholeLife = {
  /** Tokens generated, so that nobody can say it did nothing. */
  generatedTokens: number
  endpoints: { route: string; status: number; body: 'right' | 'empty' }[]
  errors: { title: string; status: number; code: string | undefined }[]
  /** How the request ended whose engine was killed under it, and how many tries the next one took. */
  crash: { ended: string; triesUntilAnswered: number }
  loads: number
}

type Life = { server: RunningServer; chat: string; embed: string | undefined; routes: readonly Route[] }

/** Takes a running server through all that it can provoke: every route, errors of every kind, a crash and the restart. Ends before the shutdown. */
export async function liveWholeLife({ server, chat, embed, routes }: Life): Promise<WholeLife> {
  const whole = await server.chat('What is the capital of France?', { model: chat, max_tokens: 16, deadlineMs: 60_000 })
  const streamed = await server.stream('Count to 30.', { model: chat, max_tokens: 16 })
  const endpoints = await visitEvery(routes, server, bodies(chat, embed))
  const errors = await provokeErrors(server, chat)
  const crash = await crashAndRestart(server, chat)
  return {
    generatedTokens: whole.usage.completion_tokens + streamed.usage.completion_tokens,
    endpoints,
    errors,
    crash,
    loads: server.logs().filter(({ event }) => event === 'load-finished').length,
  }
}

/** A right request for each route that takes a body. A route that is not here is asked with an empty one. */
const bodies = (model: string, embed: string | undefined): Record<string, unknown> => {
  const messages = [{ role: 'user', content: 'Say hi.' }]
  return {
    '/v1/chat/completions': { model, messages, max_tokens: 4, stream: true },
    '/v1/completions': { model, prompt: 'Say hi.', max_tokens: 4 },
    '/v1/responses': { model, input: 'Say hi.', max_output_tokens: 16 },
    '/v1/messages': { model, messages, max_tokens: 4 },
    '/v1/messages/count_tokens': { model, messages },
    '/v1/embeddings': { model: embed ?? model, input: ['Hello.'] },
    '/tokenize': { model, content: 'Hello.' },
    '/detokenize': { model, tokens: [1] },
    '/apply-template': { model, messages },
  }
}

async function visitEvery(
  routes: readonly Route[],
  server: RunningServer,
  right: Record<string, unknown>,
): Promise<WholeLife['endpoints']> {
  const visits = []
  for (const { method, url } of routes) {
    const path = url.replaceAll(/:\w+|\*/g, 'unknown')
    const takesBody = method !== 'GET' && method !== 'DELETE'
    const { status } = await server.request(path, { method, ...(takesBody ? { body: right[url] ?? {} } : {}) })
    visits.push({ route: `${method} ${url}`, status, body: takesBody && !right[url] ? ('empty' as const) : ('right' as const) })
  }
  return visits
}

async function provokeErrors(server: RunningServer, model: string): Promise<WholeLife['errors']> {
  const path = '/v1/chat/completions'
  const messages = [{ role: 'user', content: 'Say hi.' }]
  const attempts = [
    { title: 'a route that there is not', path: '/v1/nothing' },
    { title: 'a body that is no JSON', path, body: '{"model":' },
    { title: 'a body that is wrong', path, body: { model, messages: 'none' } },
    { title: 'a model that there is not', path, body: { model: 'gpt-4o', messages } },
    { title: 'a model by its name on a hub', path, body: { model: 'Qwen/Qwen2.5-0.5B-Instruct', messages } },
    { title: 'a model that was never pulled', path, body: { model: unpulledModel.id, messages } },
    { title: 'a prompt that does not fit', path, body: { model, messages: [{ role: 'user', content: 'word '.repeat(100_000) }] } },
    { title: 'an image by its address', path, body: { model, messages: [{ role: 'user', content: [imagePart] }] } },
    { title: 'a web page of elsewhere', path: '/v1/models', headers: { origin: 'http://attacker.example' } },
  ]
  const errors = []
  for (const { title, path, ...options } of attempts) {
    const { status, json } = await server.request(path, options)
    errors.push({ title, status, code: json?.error?.code })
  }
  await leave(server, model)
  return errors
}

const imagePart = { type: 'image_url', image_url: { url: 'http://192.0.2.1/image.png' } }

/** A client that goes away in the middle of its answer. */
async function leave(server: RunningServer, model: string): Promise<void> {
  const controller = new AbortController()
  const answer = server.stream('Count to 30.', { model, max_tokens: 600, signal: controller.signal })
  setTimeout(() => controller.abort(), 100)
  await answer.catch(() => undefined)
}

async function crashAndRestart(server: RunningServer, model: string): Promise<WholeLife['crash']> {
  const answer = server.stream('Count to 30.', { model, max_tokens: 600, ignore_eos: true }).then(
    () => 'an answer',
    (error: Error) => error.message,
  )
  await wait(50)
  for (const id of enginesBelow(server.child.pid ?? 0)) process.kill(id, 'SIGKILL')
  const ended = await answer
  for (let tries = 1; tries <= 40; tries++) {
    const { status } = await server.request('/v1/chat/completions', {
      body: { model, messages: [{ role: 'user', content: 'Say hi.' }], max_tokens: 4 },
    })
    if (status === 200) return { ended, triesUntilAnswered: tries }
    await wait(250)
  }
  throw new SubjectFailure(`${model} answered no more after its engine had been killed.`)
}

// By what they run: under a watch the server is a grandchild, and its engines are one generation further down.
const enginesBelow = (id: number) => childProcesses(id).filter((child) => /\0[^\0]*engine-main\.[jt]s\0/.test(commandLineOf(child)))

function commandLineOf(id: number): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}
