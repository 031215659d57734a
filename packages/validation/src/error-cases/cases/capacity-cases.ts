import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { weightsToSpoil } from '../../subject/damaged-copy.ts'
import type { RunningServer } from '../../subject/server-process/running-server.ts'
import { sendRaw } from '../../subject/server-process/send-raw.ts'
import { type Answer, openResponse } from '../../subject/server-process/send-request.ts'
import { ask, bodyOf, isGood, modelsWith, chatPath as path, untilActive } from '../ask-chat.ts'
import { type CaseContext, type ErrorCase, prompt, type Scenario, secret } from '../error-case.ts'
import { seenInAnswer } from '../seen-error.ts'

/** Longer than an answer of one token takes on a busy machine. */
const limitMs = 1_500

/** What a busy, slow, dying or ending server answers. */
export const capacityCases: readonly ErrorCase[] = [
  { code: 'overloaded', title: 'a queue that is full', provoke: overload },
  { code: 'engine_crashed', title: 'an engine that dies', provoke: crash },
  { code: 'engine_crashed', title: 'an engine that dies while it loads', provoke: crashWhileLoading },
  { code: 'shutting_down', title: 'a server that is told to stop', provoke: drain },
  timesOut('queue', { slots: 1, timeouts: { queueMs: limitMs } }),
  timesOut('first-token', { timeouts: { firstTokenMs: limitMs } }),
  timesOut('inter-token', { timeouts: { interTokenMs: limitMs } }),
  timesOut('total', { timeouts: { totalMs: limitMs } }),
  { code: 'request_timeout', title: 'a body that never comes', provoke: sendSlowly },
  { code: 'template_failed', title: 'a chat template that refuses', provoke: refuseTemplate },
]

/** Starts a server on one model of the subject with these settings. */
function start({ servers, weights }: CaseContext, model: object = {}, config: object = {}): Promise<RunningServer> {
  return servers.start({
    config: (plain) => ({ ...plain, tasks: {}, models: modelsWith(plain, weights.id, model), ...config }),
  })
}

/** Starts a server whose engine holds a request for as long as it is stopped. */
async function holdEngine(context: CaseContext, model: object = {}) {
  const server = await start(context, model)
  await ask(server, context)
  const engine = server.engine()
  process.kill(engine, 'SIGSTOP')
  return { server, engine, resume: () => process.kill(engine, 'SIGCONT') }
}

/** Whether the same request is answered within some tries. */
async function isAnsweredSoon(server: RunningServer, context: CaseContext): Promise<boolean> {
  for (let attempt = 0; attempt < 40; attempt++) {
    if (isGood(await ask(server, context))) return true
    await wait(250)
  }
  return false
}

async function overload(context: CaseContext): Promise<Scenario> {
  const { server, resume } = await holdEngine(context, { slots: 1, maxQueueSize: 0 })
  const running = ask(server, context)
  await untilActive(server, context.weights.id, 1)
  const answer = await ask(server, context)
  const remedy = async () => {
    resume()
    const seconds = Number(answer.headers['retry-after'])
    await running
    await wait(seconds * 1000)
    return seconds >= 1 && isGood(await ask(server, context))
  }
  return { seen: seenInAnswer(answer), again: async () => seenInAnswer(answer), remedy, log: server.stderr }
}

async function crash(context: CaseContext): Promise<Scenario> {
  const { server, engine } = await holdEngine(context)
  const running = ask(server, context)
  await untilActive(server, context.weights.id, 1)
  process.kill(engine, 'SIGKILL')
  const answer = await running
  return {
    seen: seenInAnswer(answer),
    again: async () => seenInAnswer(answer),
    remedy: async () => isGood(await ask(server, context)),
    log: server.stderr,
  }
}

async function crashWhileLoading(context: CaseContext): Promise<Scenario> {
  const server = await start(context)
  const running = ask(server, context)
  let engine: number | undefined
  for (let waited = 0; waited < 10_000 && !engine; waited += 2) {
    await wait(2)
    engine = server.enginePids()[0]
  }
  if (engine) process.kill(engine, 'SIGKILL')
  const answer = await running
  // A load that failed is left alone for some seconds.
  const remedy = () => isAnsweredSoon(server, context)
  return { seen: seenInAnswer(answer), again: async () => seenInAnswer(answer), remedy, log: server.stderr }
}

async function drain(context: CaseContext): Promise<Scenario> {
  const { server, resume } = await holdEngine(context)
  const running = ask(server, context)
  await untilActive(server, context.weights.id, 1)
  const ending = server.stop('SIGTERM')
  // A request that overtook the signal would wait for the engine.
  for (let waited = 0; waited < 5_000 && (await server.request('/readyz')).status === 200; waited += 10) await wait(10)
  const answer = await ask(server, context)
  const remedy = async () => {
    resume()
    const answered = isGood(await running)
    await ending
    return answered && isGood(await ask(await start(context), context))
  }
  return { seen: seenInAnswer(answer), again: async () => seenInAnswer(answer), remedy, log: server.stderr }
}

/** A request whose engine stands still runs into the limit of its phase; without the limit, and with the engine back, it is answered. */
function timesOut(phase: string, model: object): ErrorCase {
  return {
    code: 'request_timed_out',
    title: `no progress, in the phase ${phase}`,
    async provoke(context) {
      const { server, resume } = await holdEngine(context, model)
      // In the queue waits who comes second.
      const first = phase === 'queue' ? server.request(path, bodyOf(context, { maxTokens: 2 })).catch(() => undefined) : undefined
      if (first) await untilActive(server, context.weights.id, 1)
      const answer = phase === 'inter-token' ? await stopBetweenTokens(server, context, resume) : await ask(server, context)
      resume()
      await first
      const remedy = async () => {
        const told = answer.json?.error?.message.includes(`"${phase}"`)
        if (!told || !(await isAnsweredSoon(server, context))) return false
        // The line that the steps name is one of four alike; one without its limit stands for all.
        return phase !== 'total' || isGood(await ask(await start(context), context))
      }
      return { seen: seenInAnswer(answer), again: async () => seenInAnswer(answer), remedy, log: server.stderr }
    },
  }
}

/** Lets the engine say something, and stops it again before it has said everything; the stream then ends with the error. */
async function stopBetweenTokens(server: RunningServer, context: CaseContext, resume: () => void): Promise<Answer> {
  const engine = server.engine()
  // Where one was done before it could be stopped, another seed is taken.
  for (let seed = 1; seed <= 10; seed++) {
    resume()
    const { body } = bodyOf(context, { maxTokens: 3000, stream: true })
    const response = await openResponse(server.url + path, { body: { ...body, temperature: 2, seed, ignore_eos: true } })
    let text = ''
    for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      if (!text.includes('"content"') && piece.includes('"content"')) process.kill(engine, 'SIGSTOP')
      text += piece
    }
    const [, data] = /^event: error\ndata: (.+)$/m.exec(text) ?? []
    // The status of a stream is told before its error can be known.
    if (data !== undefined) return { status: 504, headers: {}, text: data, json: JSON.parse(data), durationMs: 0 }
  }
  throw new Error('Every stream ended before its engine could be stopped.')
}

async function sendSlowly(context: CaseContext): Promise<Scenario> {
  const server = await start(context, {}, { server: { requestTimeoutSeconds: 1, headersTimeoutSeconds: 1 } })
  const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"model": "${secret}`
  const answer = await sendRaw(server.url, { pieces: [head] })
  return {
    seen: seenInAnswer(answer),
    again: async () => seenInAnswer(answer),
    remedy: async () => isGood(await ask(server, context)),
    log: server.stderr,
  }
}

/** The same weights with another template of the same length, which refuses a conversation of two turns by the user. */
async function refuseTemplate(context: CaseContext): Promise<Scenario> {
  const bytes = readFileSync(weightsToSpoil(context.weights).path)
  const key = Buffer.from('tokenizer.chat_template')
  const at = bytes.indexOf(key) + key.length + 4
  const length = Number(bytes.readBigUInt64LE(at))
  const template = "{%- if messages|length > 1 -%}{{ raise_exception('One message only.') }}{%- endif -%}{{ messages[0].content }}{#"
  bytes.write(`${template.padEnd(length - 2)}#}`, at + 8)
  const file = join(context.temporaryFolder, 'strict-template.gguf')
  writeFileSync(file, bytes)
  const server = await context.servers.start({ config: () => ({ models: [{ id: 'strict', path: file }] }) })
  const message = { role: 'user', content: prompt }
  const say = (messages: object[]) => server.request(path, { body: { model: 'strict', messages, max_tokens: 1 } })
  const attempt = async () => seenInAnswer(await say([message, message]))
  return { seen: await attempt(), again: attempt, remedy: async () => isGood(await say([message])), log: server.stderr }
}
